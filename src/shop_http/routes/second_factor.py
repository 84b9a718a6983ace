"""Codes from an app, beside the password."""

from litestar import Controller, post
from litestar.params import JSONBody

from shop_domain.auth.errors import HashingBusy, InvalidSecondFactor, SecondFactorRequired, TooManyLogins
from shop_domain.kernel.errors import InvalidFields
from shop_domain.staff.errors import NotPermitted, SecondFactorConflict
from shop_http.dependencies import CurrentCaller, SecondFactors
from shop_http.guards import staff, user
from shop_http.schemas.auth import ConfirmFactor, EnrolmentOut, MessageOut, Reauthenticate, RecoveryCodes
from shop_http.thread_pools import Lane


class SecondFactorController(Controller):
    """How staff protect their accounts by an authenticator app."""

    path = "/api/v1/auth/second-factor"
    tags = ["Authentication"]

    @post(
        "/",
        guards=[staff()],
        operation_id="EnrolSecondFactor",
        status_code=200,
        lane=Lane.PASSWORDS,
        refuses=(NotPermitted, InvalidFields, SecondFactorConflict, TooManyLogins, HashingBusy),
    )
    def enrol(
        self, caller: CurrentCaller, data: JSONBody[Reauthenticate], second_factors: SecondFactors
    ) -> EnrolmentOut:
        """Give a secret for the app; codes are asked for once one was confirmed."""
        enrolment = second_factors.enrol(caller.signed_in, data.password, caller.client)
        return EnrolmentOut(secret=enrolment.secret, otpauth_url=enrolment.provisioning_uri)

    @post(
        "/confirm/",
        guards=[staff()],
        operation_id="ConfirmSecondFactor",
        status_code=200,
        refuses=(SecondFactorConflict, SecondFactorRequired, InvalidSecondFactor),
    )
    def confirm(
        self, caller: CurrentCaller, data: JSONBody[ConfirmFactor], second_factors: SecondFactors
    ) -> RecoveryCodes:
        """Ask for codes from now on; the recovery codes are shown this once."""
        return RecoveryCodes(recovery_codes=second_factors.confirm(caller.signed_in, data.code, caller.client))

    @post(
        "/remove/",
        guards=[user],
        operation_id="RemoveSecondFactor",
        status_code=200,
        lane=Lane.PASSWORDS,
        refuses=(InvalidFields, TooManyLogins, HashingBusy),
    )
    def remove(
        self, caller: CurrentCaller, data: JSONBody[Reauthenticate], second_factors: SecondFactors
    ) -> MessageOut:
        """Ask for codes no more; whoever has a factor may, staff or not."""
        second_factors.remove(caller.signed_in, data.password, caller.client)
        return MessageOut(message="The second factor has been removed.")
