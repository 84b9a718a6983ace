"""Codes from an app, beside the password."""

from shop_domain.auth.errors import HashingBusy, InvalidSecondFactor, SecondFactorRequired, TooManyLogins
from shop_domain.kernel.errors import InvalidFields
from shop_domain.staff.errors import NotPermitted, SecondFactorConflict
from shop_domain.staff.service.protect_staff_account import SecondFactorService
from shop_http.authentication import Caller
from shop_http.guards import Access
from shop_http.routing import Controller, post
from shop_http.schemas.auth import ConfirmFactor, EnrolmentOut, MessageOut, Reauthenticate, RecoveryCodes
from shop_http.workers import Lane


class SecondFactorController(Controller):
    """How staff protect their accounts by an authenticator app."""

    path = "/api/v1/auth/second-factor"
    tag = "Authentication"

    @post(
        "/",
        access=Access.STAFF,
        operation_id="EnrolSecondFactor",
        lane=Lane.PASSWORDS,
        refuses=(NotPermitted, InvalidFields, SecondFactorConflict, TooManyLogins, HashingBusy),
    )
    def enrol(self, caller: Caller, body: Reauthenticate, second_factors: SecondFactorService) -> EnrolmentOut:
        """Give a secret for the app; codes are asked for once one was confirmed."""
        enrolment = second_factors.enrol(caller.signed_in, body.password, caller.client)
        return EnrolmentOut(secret=enrolment.secret, otpauth_url=enrolment.provisioning_uri)

    @post(
        "/confirm/",
        access=Access.STAFF,
        operation_id="ConfirmSecondFactor",
        refuses=(SecondFactorConflict, SecondFactorRequired, InvalidSecondFactor),
    )
    def confirm(self, caller: Caller, body: ConfirmFactor, second_factors: SecondFactorService) -> RecoveryCodes:
        """Ask for codes from now on; the recovery codes are shown this once."""
        return RecoveryCodes(recovery_codes=second_factors.confirm(caller.signed_in, body.code, caller.client))

    @post(
        "/remove/",
        access=Access.USER,
        operation_id="RemoveSecondFactor",
        lane=Lane.PASSWORDS,
        refuses=(InvalidFields, TooManyLogins, HashingBusy),
    )
    def remove(self, caller: Caller, body: Reauthenticate, second_factors: SecondFactorService) -> MessageOut:
        """Ask for codes no more; whoever has a factor may, staff or not."""
        second_factors.remove(caller.signed_in, body.password, caller.client)
        return MessageOut(message="The second factor has been removed.")
