"""What staff work with: reports, blocks, the audit log, and their second factors."""

from urllib.parse import urlsplit

from dependency_injector import providers

from shop_adapters.composition.auth import AuthContainer
from shop_adapters.security.common_passwords import is_common_password
from shop_adapters.security.email_addresses import is_email_address
from shop_domain.staff.service.appoint_administrator import AdministratorService
from shop_domain.staff.service.block_access import BlockingService
from shop_domain.staff.service.change_users import UserAdministrationService
from shop_domain.staff.service.monitor_security import SecurityMonitoringService
from shop_domain.staff.service.protect_staff_account import SecondFactorService
from shop_domain.staff.service.verify_audit_log import AuditChainService


def shop_host(public_url: str) -> str:
    """Name the shop as an authenticator app shows it."""
    return urlsplit(public_url).hostname or "shop"


class StaffContainer(AuthContainer):
    """Staff's services."""

    settings, clock, new_id = AuthContainer.settings, AuthContainer.clock, AuthContainer.new_id
    begin, read, random_bytes = AuthContainer.begin, AuthContainer.read, AuthContainer.random_bytes
    security_log, hasher = AuthContainer.security_log, AuthContainer.hasher

    second_factors = providers.Singleton(
        SecondFactorService,
        begin=begin,
        clock=clock,
        new_id=new_id,
        random_bytes=random_bytes,
        confirm_password=AuthContainer.confirm_password,
        derive_secret=AuthContainer.factor_secrets.provided.secret_of,
        shop_name=providers.Callable(shop_host, settings.provided.public_url),
    )
    administrators = providers.Singleton(
        AdministratorService,
        begin=begin,
        clock=clock,
        new_id=new_id,
        hasher=hasher,
        is_email_address=providers.Object(is_email_address),
        is_common_password=providers.Object(is_common_password),
    )
    security_monitoring = providers.Singleton(
        SecurityMonitoringService, begin=begin, read=read, clock=clock, new_id=new_id, security_log=security_log
    )
    blocking = providers.Singleton(
        BlockingService, begin=begin, read=read, clock=clock, new_id=new_id, security_log=security_log
    )
    user_administration = providers.Singleton(
        UserAdministrationService, begin=begin, read=read, clock=clock, new_id=new_id, security_log=security_log
    )
    audit_chain = providers.Singleton(AuditChainService, begin=begin, read=read, clock=clock)
