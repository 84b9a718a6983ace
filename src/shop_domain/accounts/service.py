"""A user's own data: the account, the profile, the addresses.

Each write holds the account, and then the session that it came with: once that is over, nothing of it is stored.
"""

from collections.abc import Callable, Sequence

import msgspec

from shop_domain.accounts.account_changes import AccountChanges
from shop_domain.accounts.address import Address, AddressFields, AddressId, CheckedAddress
from shop_domain.accounts.address_book import add_to_book, change_in_book, find_address, remove_from_book
from shop_domain.accounts.default_address import ensure_defaults
from shop_domain.accounts.errors import UserNotFound
from shop_domain.accounts.model import User, UserId
from shop_domain.accounts.ports import AccountTx, CheckAddress, Owner
from shop_domain.accounts.profile import Profile, ProfileChanges
from shop_domain.kernel.paging import Page, PageRequest, paginate
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retry_on_storage_busy


class AccountService:
    """What users keep with the shop about themselves."""

    def __init__(
        self,
        *,
        begin: Begin[AccountTx],
        read: Begin[AccountTx],
        clock: Clock,
        new_id: NewId,
        check_address: CheckAddress,
    ) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock
        self._new_id = new_id
        self._check = check_address

    def me(self, user_id: UserId) -> User:
        """Show the account; raise UserNotFound."""
        with self._read() as tx:
            return _existing(tx.users.get(user_id))

    @retry_on_storage_busy
    def change_me(self, owner: Owner, changes: AccountChanges) -> User:
        """Change the account.

        Raises InvalidFields with every wrong field, UsernameTaken among them, or SessionTerminated.
        """
        with self._begin() as tx:
            user = _lock_account(tx, owner)
            changed = changes.apply_to(user)
            return user if changed == user else tx.users.save(changed)

    def profile(self, user_id: UserId) -> Profile:
        """Show the profile; an empty one where nothing was told yet."""
        with self._read() as tx:
            return tx.profiles.of(user_id)

    @retry_on_storage_busy
    def change_profile(self, owner: Owner, changes: ProfileChanges) -> Profile:
        """Change the profile; raise InvalidFields, UserNotFound or SessionTerminated."""
        with self._begin() as tx:
            user = _lock_account(tx, owner)
            changed = changes.apply_to(tx.profiles.of(user.id), self._clock().date())
            tx.profiles.save(changed)
            return changed

    def addresses(self, user_id: UserId, page: PageRequest) -> Page[CheckedAddress]:
        """List the addresses, the oldest first."""
        with self._read() as tx:
            book = [self._check(address) for address in tx.address_books.of(user_id)]
        return paginate(book, page, lambda checked: (str(checked.address.id),))

    def address(self, user_id: UserId, address_id: AddressId) -> CheckedAddress:
        """Show one address; raise AddressNotFound."""
        with self._read() as tx:
            return self._check(find_address(tx.address_books.of(user_id), address_id))

    def add_address(self, owner: Owner, fields: AddressFields) -> CheckedAddress:
        """Keep a new address, in its country's usual form; raise TooManyAddresses or SessionTerminated."""
        now, address_id = self._clock(), AddressId(self._new_id())
        said = msgspec.structs.asdict(fields)
        new = Address(id=address_id, user_id=owner.user_id, created_at=now, updated_at=now, **said)
        usual = self._check(new).address
        return self._check(find_address(self._rewrite(owner, lambda book: add_to_book(book, usual)), address_id))

    def change_address(
        self, owner: Owner, address_id: AddressId, change: Callable[[Address], Address]
    ) -> CheckedAddress:
        """Change an address; raise AddressNotFound or SessionTerminated."""

        def changed(book: Sequence[Address]) -> tuple[Address, ...]:
            usual = self._check(change(find_address(book, address_id))).address
            return change_in_book(book, usual, self._clock())

        return self._check(find_address(self._rewrite(owner, changed), address_id))

    def remove_address(self, owner: Owner, address_id: AddressId) -> None:
        """Forget an address; the newest of its type becomes the default in its place.

        Raises AddressNotFound or SessionTerminated.
        """
        self._rewrite(owner, lambda book: remove_from_book(book, address_id))

    def set_default_address(self, owner: Owner, address_id: AddressId) -> CheckedAddress:
        """Make an address the default of its type; raise AddressNotFound or SessionTerminated."""

        def preferring(book: Sequence[Address]) -> tuple[Address, ...]:
            find_address(book, address_id)
            return ensure_defaults(book, address_id)

        return self._check(find_address(self._rewrite(owner, preferring), address_id))

    @retry_on_storage_busy
    def _rewrite(self, owner: Owner, decide: Callable[[Sequence[Address]], tuple[Address, ...]]) -> tuple[Address, ...]:
        with self._begin() as tx:
            before = tx.address_books.lock(owner.user_id)
            tx.session_guard.confirm(owner.session_id)
            after = decide(before)
            tx.address_books.replace(before, after)
            return after


def _lock_account(tx: AccountTx, owner: Owner) -> User:
    user = _existing(tx.users.lock(owner.user_id))
    tx.session_guard.confirm(owner.session_id)
    return user


def _existing(user: User | None) -> User:
    if user is None:
        raise UserNotFound
    return user
