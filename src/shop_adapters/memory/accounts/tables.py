"""What is remembered of accounts."""

from shop_adapters.memory.engine.tables import MemoryTable, Undo
from shop_domain.accounts.model import User, UserId
from shop_domain.accounts.one_time_token import OneTimeToken, TokenId


class MemoryAccountTables:
    """The tables of accounts."""

    def __init__(self, undo: Undo) -> None:
        self.users = MemoryTable[UserId, User](undo)
        self.one_time_tokens = MemoryTable[TokenId, OneTimeToken](undo)
