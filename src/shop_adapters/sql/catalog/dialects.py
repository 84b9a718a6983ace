"""Where SQLite and PostgreSQL say the same thing differently."""

from typing import Any, Final

from sqlalchemy import ARRAY, Boolean, ColumnElement, Text, bindparam, literal_column
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from shop_adapters.sql.engine.metadata import encode_json
from shop_domain.catalog.search import SearchWords


class TextListType(TypeDecorator[Any]):
    """Several texts in one parameter: an array on PostgreSQL, a JSON array on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Use what the engine has for it."""
        return dialect.type_descriptor(ARRAY(Text) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> Any:  # noqa: ANN401 - the decorator's own form
        """Hand the texts over in that form."""
        return list(value or ()) if dialect.name == "postgresql" else encode_json(list(value or ())).decode()


class SearchWordsType(TypeDecorator[SearchWords]):
    """Searched words in the engine's own query language. They are letters and digits alone, so none is an operator."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: SearchWords | None, dialect: Dialect) -> str:
        """Ask for words that begin like these, all of them."""
        words = value.words if value else ()
        if dialect.name == "postgresql":
            return " & ".join(f"'{word}':*" for word in words)
        return " AND ".join(f'"{word}" *' for word in words)


class is_one_of(FunctionElement[bool]):  # noqa: N801 - written like the functions of SQL
    """Whether a column is among the texts of a parameter: `is_one_of(column, texts)`."""

    inherit_cache = True
    type = Boolean()


class has_words(FunctionElement[bool]):  # noqa: N801 - likewise
    """Whether words that begin like those asked for all stand in a column: `has_words(id, column, words)`."""

    inherit_cache = True
    type = Boolean()


class json_document(FunctionElement[str]):  # noqa: N801 - likewise
    """A JSON object as text: name, value, name, value …"""

    inherit_cache = True
    type = Text()


class json_rows(FunctionElement[str]):  # noqa: N801 - likewise
    """A JSON array as text of every row's value; empty where there is no row."""

    inherit_cache = True
    type = Text()


class as_json(FunctionElement[str]):  # noqa: N801 - likewise
    """A stored document, to stand inside another."""

    inherit_cache = True
    type = Text()


def in_texts(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    """Tell whether the column is among the texts of the parameter with this name."""
    return is_one_of(column, bindparam(name, type_=TextListType))


def json_object_of(**values: ColumnElement[Any]) -> json_document:
    """Make a JSON object; the names are ours."""
    pairs = [part for name, value in values.items() for part in (literal_column(f"'{name}'", Text), value)]
    return json_document(*pairs)


def search_words_parameter() -> ColumnElement[Any]:
    """Stand for the words that are searched."""
    return bindparam("words", type_=SearchWordsType)


SQLITE_COLUMNS: Final = {"search_name": "name", "search_text": "everything"}


def _inside(element: FunctionElement[Any], compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401 - the compiler's own
    return compiler.process(element.clauses, **kw)


@compiles(is_one_of, "postgresql")
def _(element: is_one_of, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    column, texts = (compiler.process(part, **kw) for part in element.clauses)
    return f"({column} = ANY (CAST({texts} AS text[])))"


@compiles(is_one_of, "sqlite")
def _(element: is_one_of, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    column, texts = (compiler.process(part, **kw) for part in element.clauses)
    return f"({column} IN (SELECT value FROM json_each({texts})))"  # noqa: S608 - a bound parameter


@compiles(has_words, "postgresql")
def _(element: has_words, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    _, column, words = (compiler.process(part, **kw) for part in element.clauses)
    return f"(array_to_tsvector(string_to_array({column}, ' ')) @@ CAST({words} AS tsquery))"


@compiles(has_words, "sqlite")
def _(element: has_words, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    key, column, words = element.clauses
    field = SQLITE_COLUMNS[column.name]
    return (
        f"({compiler.process(key, **kw)} IN (SELECT r.product_id FROM product_search s "  # noqa: S608 - names of our own
        f"JOIN product_search_rows r ON r.number = s.rowid "
        f"WHERE product_search MATCH '{{{field}}} : (' || {compiler.process(words, **kw)} || ')'))"
    )


@compiles(json_document, "postgresql")
def _(element: json_document, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    return f"json_build_object({_inside(element, compiler, **kw)})"


@compiles(json_document, "sqlite")
def _(element: json_document, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    return f"json_object({_inside(element, compiler, **kw)})"


@compiles(json_rows, "postgresql")
def _(element: json_rows, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    return f"CAST(coalesce(json_agg({_inside(element, compiler, **kw)}), '[]') AS text)"


@compiles(json_rows, "sqlite")
def _(element: json_rows, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    return f"json_group_array({_inside(element, compiler, **kw)})"


@compiles(as_json, "postgresql")
def _(element: as_json, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    return _inside(element, compiler, **kw)


@compiles(as_json, "sqlite")
def _(element: as_json, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    return f"json({_inside(element, compiler, **kw)})"
