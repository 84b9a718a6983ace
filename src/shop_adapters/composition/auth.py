"""Accounts and sessions: what their services are made of."""

import os
from datetime import timedelta

from dependency_injector import providers

from shop_adapters.composition.settings import Settings, ShopEnv
from shop_adapters.composition.system import SystemContainer
from shop_adapters.security.argon2_hasher import Argon2Hasher
from shop_adapters.security.common_passwords import is_common_password
from shop_adapters.security.derived_secrets import LinkTokens, SecondFactorSecrets
from shop_adapters.security.device_names import describe_device
from shop_adapters.security.email_addresses import is_email_address
from shop_adapters.security.jwt_tokens import JwtAccessTokens
from shop_adapters.security.key_ring import KeyRing
from shop_adapters.security.refresh_tokens import MacRefreshTokens
from shop_adapters.security.session_activity_writer import SessionActivityWriter
from shop_domain.accounts.model import User
from shop_domain.auth.attempts import AttemptType
from shop_domain.auth.limits import AttemptLimits, attempt_limits
from shop_domain.auth.model import AuthenticatedUser, ClientInfo
from shop_domain.auth.ports import ConfirmPassword
from shop_domain.auth.security_log import SecurityLog
from shop_domain.auth.service.change_email import EmailChangeService
from shop_domain.auth.service.change_password import PasswordService
from shop_domain.auth.service.check_sessions import SessionService
from shop_domain.auth.service.clean_up_sessions import SessionCleanupService
from shop_domain.auth.service.issue_links import OneTimeLinks
from shop_domain.auth.service.limit_attempts import AttemptLimiter
from shop_domain.auth.service.reauthenticate import Reauthentication
from shop_domain.auth.service.record_failed_attempts import FailedAttempts
from shop_domain.auth.service.refresh_tokens import TokenService
from shop_domain.auth.service.register_user import RegistrationService
from shop_domain.auth.service.reserve_login_attempts import LoginAttemptSlots
from shop_domain.auth.service.sign_in import SignInService
from shop_domain.auth.session_policy import SessionPolicy


def make_hasher(settings: Settings) -> Argon2Hasher:
    """Hash on as many threads as this process may take of the machine's cores; cheaply in tests."""
    cores = max(1, (os.cpu_count() or 1) // settings.web_concurrency)
    return Argon2Hasher(threads=cores, cheap=settings.shop_env is ShopEnv.TESTING)


def session_policy_from(settings: Settings) -> SessionPolicy:
    """Read the session policy off the settings."""
    return SessionPolicy(
        max_per_user=settings.session_max_per_user,
        lifetime=timedelta(days=settings.session_expire_days),
        idle_timeout=timedelta(days=settings.refresh_token_days),
        access_lifetime=timedelta(minutes=settings.access_token_minutes),
        end_others_when_suspicious=settings.session_force_logout_on_suspicious_activity,
        log_activities=settings.session_log_activities,
        auto_cleanup=settings.session_auto_cleanup,
    )


def attempt_limits_from(settings: Settings) -> AttemptLimits:
    """Read the limits off the settings."""
    return attempt_limits(
        login_ip=settings.login_ip_max_attempts,
        login_user=settings.login_user_max_attempts,
        count_unknown_emails=settings.strict_privacy,
        registration=settings.register_ip_max_attempts,
        verification=settings.email_verification_max_attempts,
        reset=settings.password_reset_max_attempts,
    )


def password_confirmation(reauthentication: Reauthentication) -> ConfirmPassword:
    """Ask for the password once more before an account is erased."""

    def confirm(caller: AuthenticatedUser, password: str, client: ClientInfo) -> User:
        return reauthentication.confirm_password(caller, password, AttemptType.PASSWORD_CHANGE, client, "password")

    return confirm


class AuthContainer(SystemContainer):
    """Accounts and sessions: their services and what these share."""

    settings, clock, new_id = SystemContainer.settings, SystemContainer.clock, SystemContainer.new_id
    begin, read = SystemContainer.begin, SystemContainer.read

    # secrets
    keys = providers.Singleton(KeyRing, settings.provided.secret_key)
    link_tokens = providers.Singleton(LinkTokens, keys=keys)
    factor_secrets = providers.Singleton(SecondFactorSecrets, keys=keys)
    refresh_tokens = providers.Singleton(MacRefreshTokens, keys=keys)
    session_policy = providers.Singleton(session_policy_from, settings)
    access_tokens = providers.Singleton(
        JwtAccessTokens,
        keys=keys,
        issuer=settings.provided.public_url,
        lifetime=session_policy.provided.access_lifetime,
    )
    hasher = providers.Singleton(make_hasher, settings)

    # what the services share
    attempt_limits = providers.Singleton(attempt_limits_from, settings)
    security_log = providers.Singleton(
        SecurityLog, new_id=new_id, log_activities=session_policy.provided.log_activities
    )
    failed_attempts = providers.Singleton(FailedAttempts, begin=begin, clock=clock, security_log=security_log)
    one_time_links = providers.Singleton(OneTimeLinks, new_id=new_id, make_token=link_tokens.provided.token_of)
    attempt_limiter = providers.Singleton(
        AttemptLimiter,
        begin=begin,
        clock=clock,
        new_id=new_id,
        limits=attempt_limits,
        security_log=security_log,
    )
    reauthentication = providers.Singleton(
        Reauthentication,
        begin=begin,
        clock=clock,
        new_id=new_id,
        limits=attempt_limits,
        hasher=hasher,
        security_log=security_log,
    )
    confirm_password = providers.Callable(password_confirmation, reauthentication)
    login_attempt_slots = providers.Singleton(
        LoginAttemptSlots,
        begin=begin,
        clock=clock,
        new_id=new_id,
        limits=attempt_limits,
        security_log=security_log,
    )
    session_activity_writer = providers.Singleton(SessionActivityWriter, begin=begin)

    # services
    registration = providers.Singleton(
        RegistrationService,
        begin=begin,
        read=read,
        clock=clock,
        new_id=new_id,
        attempt_limiter=attempt_limiter,
        one_time_links=one_time_links,
        security_log=security_log,
        failed_attempts=failed_attempts,
        hasher=hasher,
        is_email_address=providers.Object(is_email_address),
        is_common_password=providers.Object(is_common_password),
        strict_privacy=settings.provided.strict_privacy,
    )
    sign_in = providers.Singleton(
        SignInService,
        begin=begin,
        clock=clock,
        new_id=new_id,
        attempt_slots=login_attempt_slots,
        hasher=hasher,
        access_tokens=access_tokens,
        refresh_tokens=refresh_tokens,
        describe_device=providers.Object(describe_device),
        derive_secret=factor_secrets.provided.secret_of,
        policy=session_policy,
        security_log=security_log,
        failed_attempts=failed_attempts,
        strict_privacy=settings.provided.strict_privacy,
    )
    tokens = providers.Singleton(
        TokenService,
        begin=begin,
        clock=clock,
        access_tokens=access_tokens,
        refresh_tokens=refresh_tokens,
        policy=session_policy,
        security_log=security_log,
    )
    sessions = providers.Singleton(
        SessionService,
        begin=begin,
        read=read,
        clock=clock,
        access_tokens=access_tokens,
        record_activity=session_activity_writer.provided.enqueue,
        policy=session_policy,
        security_log=security_log,
    )
    passwords = providers.Singleton(
        PasswordService,
        begin=begin,
        read=read,
        clock=clock,
        attempt_limiter=attempt_limiter,
        one_time_links=one_time_links,
        reauthentication=reauthentication,
        security_log=security_log,
        failed_attempts=failed_attempts,
        hasher=hasher,
        describe_device=providers.Object(describe_device),
        is_email_address=providers.Object(is_email_address),
        is_common_password=providers.Object(is_common_password),
    )
    email_change = providers.Singleton(
        EmailChangeService,
        begin=begin,
        read=read,
        clock=clock,
        attempt_limiter=attempt_limiter,
        one_time_links=one_time_links,
        reauthentication=reauthentication,
        security_log=security_log,
        failed_attempts=failed_attempts,
        is_email_address=providers.Object(is_email_address),
        strict_privacy=settings.provided.strict_privacy,
    )
    session_cleanup = providers.Singleton(
        SessionCleanupService, begin=begin, clock=clock, policy=session_policy, security_log=security_log
    )
