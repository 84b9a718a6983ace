"""Profiles in memory."""

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.accounts.model import UserId
from shop_domain.accounts.profile import Profile


class MemoryProfiles:
    def __init__(self, profiles: MemoryTable[UserId, Profile]) -> None:
        self._profiles = profiles

    def of(self, user_id: UserId) -> Profile:
        return self._profiles.get(user_id) or Profile(user_id=user_id)

    def save(self, profile: Profile) -> None:
        self._profiles.put(profile.user_id, profile)
