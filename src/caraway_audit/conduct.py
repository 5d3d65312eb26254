"""The Caraway Code of Conduct as data: seven sections, 18 clauses. It binds agents and clients."""

from caraway_audit.model import Clause

SECTIONS: dict[int, str] = {
    1: "Respect and Professionalism",
    2: "Communication",
    3: "Confidentiality",
    4: "Problem Resolution",
    5: "Empathy and Understanding",
    6: "Continuous Improvement",
    7: "Compliance",
}

_TEXTS = {
    "1.1": "Treat everyone with respect, courtesy, and professionalism at all times, regardless of differences in "
    "opinion or situation.",
    "1.2": "Avoid the use of offensive language, discriminatory remarks, or any behavior that could be considered "
    "disrespectful.",
    "2.1": "Communicate clearly, honestly, and transparently with each other.",
    "2.2": "Listen actively and attentively to understand the needs and concerns of both clients and customer service agents.",
    "2.3": "Respond promptly to inquiries, providing accurate information to the best of one's knowledge.",
    "3.1": "Respect the confidentiality of sensitive information shared during interactions, including personal or "
    "proprietary information.",
    "3.2": "Ensure that client information is handled securely and in compliance with privacy regulations.",
    "4.1": "Approach conflicts or disagreements constructively and seek mutually beneficial resolutions.",
    "4.2": "Empower customer service agents to resolve issues promptly and effectively within their scope of authority.",
    "4.3": "Encourage clients to provide feedback and suggestions for improvement, and ensure that their concerns are "
    "addressed promptly and appropriately.",
    "5.1": "Show empathy and understanding towards clients' concerns, recognizing their unique perspectives and circumstances.",
    "5.2": "Acknowledge and validate clients' feelings and experiences, even in challenging situations.",
    "5.3": "Foster a culture of empathy and support within the customer service team, promoting a positive and "
    "inclusive environment for all.",
    "6.1": "Strive for continuous improvement in customer service practices, processes, and performance.",
    "6.2": "Encourage ongoing learning and development for customer service agents to enhance their skills and knowledge.",
    "6.3": "Solicit feedback from both clients and customer service agents to identify areas for improvement and "
    "implement necessary changes.",
    "7.1": "Adhere to all company policies, procedures, and legal requirements governing interactions with clients "
    "and handling of customer data.",
    "7.2": "Report any violations or concerns regarding ethical or legal compliance to the appropriate authorities.",
}

CLAUSES: dict[str, Clause] = {key: Clause(key, int(key[0]), text) for key, text in _TEXTS.items()}
