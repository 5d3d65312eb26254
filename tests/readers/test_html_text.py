"""The text of HTML mails."""

from time import process_time

import pytest

from caraway_audit.readers.html_text import enriched_text, html_text


def test_blocks_are_lines_and_links_are_their_text() -> None:
    html = (
        "<html><head><title>no</title><style>p {color: red}</style></head><body><script>no()</script>"
        "<p>Hello&nbsp;Ann,<br>see <a href='https://example.com' title='a>b'>this page</a> &amp; that.</p>"
        "<ul><li>one<li>two</ul><div style='display: none'>preview</div><!-- no --></body></html>"
    )
    assert html_text(html) == ("Hello Ann,\nsee this page & that.\n\none\ntwo", "")


def test_wrappers_of_mail_programs_are_quoted_and_answers_in_them_are_not() -> None:
    html = (
        "<div>Hello</div><div class='gmail_quote'><div class='gmail_attr'>On Monday Ann wrote:</div>"
        "<blockquote>Where is it?</blockquote><div>On its way.</div><blockquote>Thanks</blockquote></div>"
    )
    own, quoted = html_text(html)
    assert " ".join(own.split()) == "Hello On its way."
    assert " ".join(quoted.split()) == "On Monday Ann wrote: Where is it? Thanks"


def test_outlook_quotes_to_the_end() -> None:
    own, quoted = html_text("<p>Hello</p><div id='divRplyFwdMsg'>From: Ann</div><p>Where is it?</p>")
    assert (own, quoted) == ("Hello", "From: Ann\n\nWhere is it?")


def test_a_mail_that_is_only_indented_is_its_authors() -> None:
    assert html_text("<blockquote>Hello</blockquote>") == ("Hello", "")


def test_enriched_text_is_read_by_its_own_rules() -> None:
    enriched = (
        "<bold>Hello</bold> Ann,\n\n\nit is <color><param>ffff,0000,0000</param>on</color>\nits way: 1 << 2.\n\n"
        "<excerpt>Where is it?</excerpt><nofill>a\nb</nofill>"
    )
    assert enriched_text(enriched) == ("Hello Ann,\n\nit is on its way: 1 < 2.\n\na\nb", "Where is it?")


@pytest.mark.parametrize("markup", ["<", "<<", "<param>", "</excerpt>", "<nofill>\n", "\n", "<a"])
def test_enriched_markup_takes_no_long_time(markup: str) -> None:
    begin = process_time()
    enriched_text(markup * 100_000)
    assert process_time() - begin < 5


@pytest.mark.parametrize("html", ["<a ", "<!", "<!--", "<a x='", '<a x=">', "</", "<", "<?", "<script>", "<div></x>", "&#"])
def test_markup_that_is_never_closed_takes_no_long_time(html: str) -> None:
    begin = process_time()
    html_text(html * 100_000)
    assert process_time() - begin < 5
