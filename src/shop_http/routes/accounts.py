"""A user's own data."""

from litestar import Controller, Response, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from shop_domain.accounts.address import AddressId
from shop_domain.accounts.errors import AddressNotFound, TooManyAddresses, UserNotFound
from shop_domain.auth.errors import SessionTerminated, TooManyLogins
from shop_domain.staff.errors import LastAdministrator
from shop_http.dependencies import AccountErasure, Accounts, CurrentCaller, CurrentPage, DataExport
from shop_http.guards import user
from shop_http.schemas.accounts import AddressOut, ChangeAddress, ChangeMe, ChangeProfile, NewAddress, ProfileOut
from shop_http.schemas.auth import UserOut
from shop_http.schemas.paging import Results
from shop_http.schemas.personal_data_export import DeleteAccount, PersonalDataExportOut


class MeController(Controller):
    """The account and the profile."""

    path = "/api/v1/users/me"
    tags = ["Users"]

    @get("/", guards=[user], operation_id="ShowMe", refuses=(UserNotFound,))
    def show(self, caller: CurrentCaller, accounts: Accounts) -> UserOut:
        """Show the caller's account."""
        return UserOut.of(accounts.me(caller.signed_in.user_id))

    @patch("/", guards=[user], operation_id="ChangeMe", refuses=(UserNotFound,))
    def change(self, caller: CurrentCaller, data: JSONBody[ChangeMe], accounts: Accounts) -> UserOut:
        """Change the caller's account; the mail address changes by confirmation, the password by its own way."""
        return UserOut.of(accounts.change_me(caller.signed_in, data.changes()))

    @delete("/", guards=[user], operation_id="LeaveShop", refuses=(TooManyLogins, SessionTerminated, LastAdministrator))
    def erase(self, caller: CurrentCaller, data: JSONBody[DeleteAccount], account_erasure: AccountErasure) -> None:
        """Erase the caller's personal data and end all sessions; orders are kept without it."""
        account_erasure.erase(caller.signed_in, data.password, caller.client)

    @get("/export/", guards=[user], operation_id="ExportMe", refuses=(UserNotFound,))
    def export(self, caller: CurrentCaller, data_export: DataExport) -> PersonalDataExportOut:
        """Give all data that the shop holds on the caller."""
        return PersonalDataExportOut.of(data_export.export(caller.signed_in))

    @get("/profile/", guards=[user], operation_id="ShowProfile")
    def show_profile(self, caller: CurrentCaller, accounts: Accounts) -> ProfileOut:
        """Show what the caller told about themselves."""
        return ProfileOut.of(accounts.profile(caller.signed_in.user_id))

    @patch("/profile/", guards=[user], operation_id="ChangeProfile", refuses=(UserNotFound,))
    def change_profile(self, caller: CurrentCaller, data: JSONBody[ChangeProfile], accounts: Accounts) -> ProfileOut:
        """Change what the caller told about themselves."""
        return ProfileOut.of(accounts.change_profile(caller.signed_in, data.changes()))


class AddressController(Controller):
    """The caller's addresses: one default of each type, always."""

    path = "/api/v1/users/me/addresses"
    tags = ["Users"]

    @get("/", guards=[user], operation_id="ListAddresses")
    def list_own(self, caller: CurrentCaller, pagination: CurrentPage, accounts: Accounts) -> Results[AddressOut]:
        """List the caller's addresses, the oldest first."""
        return pagination.results(accounts.addresses(caller.signed_in.user_id, pagination.request), AddressOut.of)

    @post("/", guards=[user], operation_id="AddAddress", status_code=201, refuses=(TooManyAddresses,))
    def add(self, caller: CurrentCaller, data: JSONBody[NewAddress], accounts: Accounts) -> Response[AddressOut]:
        """Keep a new address; the first of its type becomes the default."""
        added = AddressOut.of(accounts.add_address(caller.signed_in, data.fields()))
        return Response(added, headers={"Location": f"{self.path}/{added.id}/"})

    @get("/{address_id:uuid}/", guards=[user], operation_id="ShowAddress", refuses=(AddressNotFound,))
    def show(self, address_id: FromPath[AddressId], caller: CurrentCaller, accounts: Accounts) -> AddressOut:
        """Show one address."""
        return AddressOut.of(accounts.address(caller.signed_in.user_id, address_id))

    @patch("/{address_id:uuid}/", guards=[user], operation_id="ChangeAddress", refuses=(AddressNotFound,))
    def change(
        self, address_id: FromPath[AddressId], caller: CurrentCaller, data: JSONBody[ChangeAddress], accounts: Accounts
    ) -> AddressOut:
        """Change an address."""
        return AddressOut.of(accounts.change_address(caller.signed_in, address_id, data.applied_to))

    @delete("/{address_id:uuid}/", guards=[user], operation_id="RemoveAddress", refuses=(AddressNotFound,))
    def remove(self, address_id: FromPath[AddressId], caller: CurrentCaller, accounts: Accounts) -> None:
        """Forget an address; where it was the default, the newest of its type takes its place."""
        accounts.remove_address(caller.signed_in, address_id)

    @post(
        "/{address_id:uuid}/set-default/",
        guards=[user],
        operation_id="PreferAddress",
        status_code=200,
        refuses=(AddressNotFound,),
    )
    def set_default(self, address_id: FromPath[AddressId], caller: CurrentCaller, accounts: Accounts) -> AddressOut:
        """Make an address the default of its type."""
        return AddressOut.of(accounts.set_default_address(caller.signed_in, address_id))
