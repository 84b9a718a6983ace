"""A user's own data."""

from typing import TypeAlias

from shop_domain.accounts.address import AddressId
from shop_domain.accounts.errors import AddressNotFound, TooManyAddresses, UserNotFound
from shop_domain.accounts.service import AccountService
from shop_domain.auth.errors import LastAdministrator, SessionTerminated, TooManyLogins
from shop_domain.checkout.service import TakingAlongService
from shop_domain.orders.service import LeavingService
from shop_http.answers import Reply
from shop_http.authentication import Caller
from shop_http.guards import Access
from shop_http.routing import Controller, delete, get, patch, post
from shop_http.wire.accounts import AddressOut, ChangeAddress, ChangeMe, ChangeProfile, NewAddress, ProfileOut
from shop_http.wire.auth import UserOut
from shop_http.wire.paging import Listing, Results
from shop_http.wire.whole_account import LeaveShop, WholeAccountOut

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
    def leave(self, caller: Caller, body: LeaveShop, leaving: LeavingService) -> None:
        """Erase the caller's personal data and end all sessions; orders are kept without it."""
        leaving.leave(caller.signed_in, body.password, caller.client)

    @get("/export/", access=Access.USER, operation_id="ExportMe", refuses=(UserNotFound,))
    def export(self, caller: Caller, taking_along: TakingAlongService) -> WholeAccountOut:
        """Give all data that the shop holds on the caller."""
        return WholeAccountOut.of(taking_along.export(caller.signed_in))

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
    def list_own(self, caller: Caller, listing: Listing, accounts: AccountService) -> Addresses:
        """List the caller's addresses, the oldest first."""
        return listing.answer(accounts.addresses(caller.signed_in.user_id, listing.request), AddressOut.of)

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
    def prefer(self, address_id: AddressId, caller: Caller, accounts: AccountService) -> AddressOut:
        """Make an address the default of its type."""
        return AddressOut.of(accounts.prefer_address(caller.signed_in, address_id))
