"""What is left of a registration at an address that has an account already?"""

from msgspec.structs import replace

from shop_domain.accounts.model import User


def reserve_username(user: User) -> User:
    """Keep nothing but the user name, in a row that nobody can sign in with.

    At an unknown address the name would be taken from now on. Were it free here, whoever typed it could tell the two
    apart by typing it once more.
    """
    return replace(
        user,
        email=f"claimed-{user.id}@claimed.invalid",
        first_name="",
        last_name="",
        phone="",
        password_hash="",
        is_active=False,
        disabled_at=user.date_joined,
    )
