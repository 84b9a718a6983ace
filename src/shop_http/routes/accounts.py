"""A user's own data."""

from typing import TypeAlias

from shop_domain.accounts.address import AddressId
from shop_domain.accounts.errors import AddressNotFound, TooManyAddresses, UserNotFound
from shop_domain.accounts.service import AccountService
from shop_domain.auth.errors import SessionTerminated, TooManyLogins
from shop_domain.privacy.service.erase_account import AccountErasureService
from shop_domain.privacy.service.export_personal_data import DataExportService
from shop_domain.staff.errors import LastAdministrator
from shop_http.answers import Reply
from shop_http.authentication import Caller
from shop_http.guards import Access
from shop_http.routing import Controller, delete, get, patch, post
from shop_http.schemas.accounts import AddressOut, ChangeAddress, ChangeMe, ChangeProfile, NewAddress, ProfileOut
from shop_http.schemas.auth import UserOut
from shop_http.schemas.paging import Pagination, Results
from shop_http.schemas.personal_data_export import DeleteAccount, PersonalDataExportOut

Addresses: TypeAlias = Results[AddressOut]


class MeController(Controller):
    """The account and the profile."""

    path = "/api/v1/users/me"
    tag = "Users"

    @get("/", access=Access.USER, operation_id="ShowMe", refuses=(UserNotFound,))
    def show(self, caller: Caller, accounts: AccountService) -> UserOut:
        """Show the caller's account."""
        return UserOut.of(accounts.me(caller.signed_in.user_id))

    @patch("/", access=Access.USER, operation_id="ChangeMe", refuses=(UserNotFound,))
    def change(self, caller: Caller, body: ChangeMe, accounts: AccountService) -> UserOut:
        """Change the caller's account; the mail address changes by confirmation, the password by its own way."""
        return UserOut.of(accounts.change_me(caller.signed_in, body.changes()))

    @delete(
        "/", access=Access.USER, operation_id="LeaveShop", refuses=(TooManyLogins, SessionTerminated, LastAdministrator)
    )
    def erase(self, caller: Caller, body: DeleteAccount, account_erasure: AccountErasureService) -> None:
        """Erase the caller's personal data and end all sessions; orders are kept without it."""
        account_erasure.erase(caller.signed_in, body.password, caller.client)

    @get("/export/", access=Access.USER, operation_id="ExportMe", refuses=(UserNotFound,))
    def export(self, caller: Caller, data_export: DataExportService) -> PersonalDataExportOut:
        """Give all data that the shop holds on the caller."""
        return PersonalDataExportOut.of(data_export.export(caller.signed_in))

    @get("/profile/", access=Access.USER, operation_id="ShowProfile")
    def show_profile(self, caller: Caller, accounts: AccountService) -> ProfileOut:
        """Show what the caller told about themselves."""
        return ProfileOut.of(accounts.profile(caller.signed_in.user_id))

    @patch("/profile/", access=Access.USER, operation_id="ChangeProfile", refuses=(UserNotFound,))
    def change_profile(self, caller: Caller, body: ChangeProfile, accounts: AccountService) -> ProfileOut:
        """Change what the caller told about themselves."""
        return ProfileOut.of(accounts.change_profile(caller.signed_in, body.changes()))


class AddressController(Controller):
    """The caller's addresses: one default of each type, always."""

    path = "/api/v1/users/me/addresses"
    tag = "Users"

    @get("/", access=Access.USER, operation_id="ListAddresses")
    def list_own(self, caller: Caller, pagination: Pagination, accounts: AccountService) -> Addresses:
        """List the caller's addresses, the oldest first."""
        return pagination.results(accounts.addresses(caller.signed_in.user_id, pagination.request), AddressOut.of)

    @post("/", access=Access.USER, operation_id="AddAddress", status=201, refuses=(TooManyAddresses,))
    def add(self, caller: Caller, body: NewAddress, accounts: AccountService) -> Reply[AddressOut]:
        """Keep a new address; the first of its type becomes the default."""
        added = AddressOut.of(accounts.add_address(caller.signed_in, body.fields()))
        return Reply(added, headers={"Location": f"{self.path}/{added.id}/"})

    @get("/{address_id:uuid}/", access=Access.USER, operation_id="ShowAddress", refuses=(AddressNotFound,))
    def show(self, address_id: AddressId, caller: Caller, accounts: AccountService) -> AddressOut:
        """Show one address."""
        return AddressOut.of(accounts.address(caller.signed_in.user_id, address_id))

    @patch("/{address_id:uuid}/", access=Access.USER, operation_id="ChangeAddress", refuses=(AddressNotFound,))
    def change(
        self, address_id: AddressId, caller: Caller, body: ChangeAddress, accounts: AccountService
    ) -> AddressOut:
        """Change an address."""
        return AddressOut.of(accounts.change_address(caller.signed_in, address_id, body.applied_to))

    @delete("/{address_id:uuid}/", access=Access.USER, operation_id="RemoveAddress", refuses=(AddressNotFound,))
    def remove(self, address_id: AddressId, caller: Caller, accounts: AccountService) -> None:
        """Forget an address; where it was the default, the newest of its type takes its place."""
        accounts.remove_address(caller.signed_in, address_id)

    @post(
        "/{address_id:uuid}/set-default/", access=Access.USER, operation_id="PreferAddress", refuses=(AddressNotFound,)
    )
    def set_default(self, address_id: AddressId, caller: Caller, accounts: AccountService) -> AddressOut:
        """Make an address the default of its type."""
        return AddressOut.of(accounts.set_default_address(caller.signed_in, address_id))
