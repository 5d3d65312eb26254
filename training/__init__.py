"""How the sentence models are made: texts, labels, and the script that learns from them."""
