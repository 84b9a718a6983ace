"""When a product answers a search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_domain.catalog.search import (
    MAX_QUERY_WORDS,
    MAX_WORD_LENGTH,
    build_search_text,
    fold,
    matches,
    parse_query,
    relevance,
    tokenize,
)

TEXT = st.text(max_size=80)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Camiseta niño algodón", "camis* algodon"),
        ("Größentabelle", "GROSSEN"),
        ("Ördög", "ordo"),
        ("Crème brûlée", "creme BRULEE"),
        ("İstanbul", "istanbul"),
        ("Ｆｕｌｌｗｉｄｔｈ", "fullwidth"),  # noqa: RUF001 - that is the point
        ("T-Shirt", "t shirt"),
        ("日本 茶", "日本"),
    ],
)
def test_case_and_accents_make_no_difference(name, asked):
    assert matches(build_search_text(name, ()), parse_query(asked))


def test_every_word_must_begin_a_word():
    text = build_search_text("Blue mug", ["Made of clay"])
    assert matches(text, parse_query("mu cla blue"))
    assert not matches(text, parse_query("mug steel"))
    assert not matches(text, parse_query("ug"))


def test_a_name_that_answers_by_itself_is_worth_more():
    text = build_search_text("Blue mug", ["Clay"])
    assert [relevance(text, parse_query(words)) for words in ("blue mug", "blue clay", "clay")] == [1, 0, 0]


@given(TEXT)
def test_folding_what_is_folded_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(TEXT)
def test_words_are_letters_and_digits_alone(text):
    assert all(word.isalnum() and len(word) <= MAX_WORD_LENGTH for word in tokenize(text))
    assert len(parse_query(text).words) <= MAX_QUERY_WORDS


@given(TEXT, TEXT)
def test_a_product_is_found_by_its_own_words(name, other):
    text = build_search_text(name, [other])
    assert matches(text, parse_query(name))
    assert matches(text, parse_query(" ".join(tokenize(other)[:3])))
    assert relevance(text, parse_query(name)) == 1
