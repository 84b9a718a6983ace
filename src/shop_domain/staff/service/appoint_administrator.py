"""The first way in for staff: from the machine that the shop runs on."""

from typing import Final

from msgspec.structs import replace

from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.erasure import is_erased
from shop_domain.accounts.errors import UsernameTaken
from shop_domain.accounts.model import Role, User, UserId
from shop_domain.accounts.password_rules import IsCommonPassword, PersonalInfo, normalize_password, password_errors
from shop_domain.accounts.ports import PasswordHasher
from shop_domain.accounts.registration_form import IsEmailAddress, email_errors, username_errors
from shop_domain.auth.model import SessionEndReason
from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retry_on_storage_busy
from shop_domain.staff.errors import AccountErased
from shop_domain.staff.ports import StaffTx

NO_PERSONAL_INFO: Final = PersonalInfo(username="", first_name="", last_name="", email="")


class AdministratorService:
    """Makes administrators."""

    def __init__(
        self,
        *,
        begin: Begin[StaffTx],
        clock: Clock,
        new_id: NewId,
        hasher: PasswordHasher,
        is_email_address: IsEmailAddress,
        is_common_password: IsCommonPassword,
    ) -> None:
        self._begin, self._clock, self._new_id, self._hasher = begin, clock, new_id, hasher
        self._is_email_address, self._is_common_password = is_email_address, is_common_password

    def appoint(self, email: str, username: str, password: str) -> User:
        """Make an active, verified administrator, or make one of the account that has the address.

        The account's password becomes the given one, and codes of an app are asked for no more. Raises InvalidFields
        where something was typed wrongly, UsernameTaken, or EmailTaken where somebody was quicker.
        """
        faults = {
            "email": email_errors(email, self._is_email_address),
            "username": username_errors(username),
            "password": password_errors(password, NO_PERSONAL_INFO, self._is_common_password),
        }
        if any(faults.values()):
            raise InvalidFields({field: messages for field, messages in faults.items() if messages})
        return self._appoint(email.strip(), username.strip(), self._hasher.hash(normalize_password(password)))

    @retry_on_storage_busy
    def _appoint(self, email: str, username: str, hashed: str) -> User:
        with self._begin() as tx:
            found = tx.users.by_email(canonical(email))
            if found is not None and is_erased(found):
                raise InvalidFields({"email": [AccountErased.message]})
            if found is not None:
                return self._promote(tx, tx.users.lock(found.id) or found, hashed)
            if tx.account_names.taken(canonical(email), canonical(username))[1]:
                raise UsernameTaken
            user = self._promoted(self._new(email, username, hashed), hashed)
            tx.users.add(user)
            return user

    def _promote(self, tx: StaffTx, user: User, hashed: str) -> User:
        tx.sessions.end_all(user.id, SessionEndReason.PASSWORD_CHANGED, self._clock(), keep=None)
        tx.one_time_tokens.revoke_all(user.id, self._clock())
        return tx.users.save(self._promoted(user, hashed))

    def _new(self, email: str, username: str, hashed: str) -> User:
        now = self._clock()
        return User(
            id=UserId(self._new_id()),
            email=email,
            username=username,
            first_name="",
            last_name="",
            password_hash=hashed,
            date_joined=now,
            password_changed_at=now,
        )

    def _promoted(self, user: User, hashed: str) -> User:
        now = self._clock()
        return replace(
            user,
            password_hash=hashed,
            password_changed_at=now,
            is_active=True,
            is_staff=True,
            role=Role.ADMIN,
            email_verified_at=user.email_verified_at or now,
            disabled_at=None,
            blocked_until=None,
            second_factor=None,
        )
