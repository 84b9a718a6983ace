"""What the door is made of: accounts, sessions, and the watch over both."""

import os
import time
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from dependency_injector import containers, providers

from shop_adapters.composition.accelerator import known_refusals
from shop_adapters.composition.runtime import random_bytes
from shop_adapters.composition.settings import Settings, ShopEnv
from shop_adapters.security.activity_notes import ActivityNotes
from shop_adapters.security.argon2_hasher import Argon2Hasher
from shop_adapters.security.common_passwords import is_common
from shop_adapters.security.device_names import device_name
from shop_adapters.security.jwt_tokens import JwtAccessTokens
from shop_adapters.security.key_ring import KeyRing
from shop_adapters.security.mail_addresses import is_address
from shop_adapters.security.refresh_tokens import MacRefreshTokens
from shop_adapters.security.refused_rows import RefusedRows
from shop_adapters.security.secrets import FactorSecrets, OneTimeTokenTexts
from shop_domain.auth.attempts import AttemptType
from shop_domain.auth.limits import Limits, limits
from shop_domain.auth.model import ClientInfo, SignedIn
from shop_domain.auth.service.administrators import AdministratorService
from shop_domain.auth.service.audit import AuditService
from shop_domain.auth.service.blocking import BlockingService
from shop_domain.auth.service.email_change import EmailChangeService
from shop_domain.auth.service.gate import Gate
from shop_domain.auth.service.journal import Journal
from shop_domain.auth.service.links import Links
from shop_domain.auth.service.login_places import LoginPlaces
from shop_domain.auth.service.lookout import Lookout
from shop_domain.auth.service.passwords import PasswordService
from shop_domain.auth.service.reauthentication import Reauthentication
from shop_domain.auth.service.refused_tries import RefusedTries
from shop_domain.auth.service.registration import RegistrationService
from shop_domain.auth.service.second_factors import SecondFactorService
from shop_domain.auth.service.sessions import SessionService
from shop_domain.auth.service.sign_in import SignInService
from shop_domain.auth.service.staff_log import StaffLogService
from shop_domain.auth.service.staff_users import StaffUserService
from shop_domain.auth.service.tokens import TokenService
from shop_domain.auth.service.upkeep import UpkeepService
from shop_domain.auth.service.watching import WatchService
from shop_domain.auth.session_policy import SessionPolicy
from shop_domain.orders.ports import ProvePassword


def hasher_for(settings: Settings) -> Argon2Hasher:
    """Hash on as many threads as this process may take of the machine's cores; cheaply in tests."""
    cores = max(1, (os.cpu_count() or 1) // settings.web_concurrency)
    return Argon2Hasher(threads=cores, cheap=settings.shop_env is ShopEnv.TESTING)


def policy_of(settings: Settings) -> SessionPolicy:
    """Read the session policy off the settings."""
    return SessionPolicy(
        max_per_user=settings.session_max_per_user,
        lifetime=timedelta(days=settings.session_expire_days),
        idle=timedelta(days=settings.refresh_token_days),
        access=timedelta(minutes=settings.access_token_minutes),
        end_others_when_suspicious=settings.session_force_logout_on_suspicious_activity,
        log_activities=settings.session_log_activities,
        auto_cleanup=settings.session_auto_cleanup,
    )


def limits_of(settings: Settings) -> Limits:
    """Read the limits off the settings."""
    return limits(
        login_ip=settings.login_ip_max_attempts,
        login_user=settings.login_user_max_attempts,
        strangers_count=settings.strict_privacy,
        registration=settings.register_ip_max_attempts,
        verification=settings.email_verification_max_attempts,
        reset=settings.password_reset_max_attempts,
    )


def proves_before_leaving(proof: Reauthentication) -> ProvePassword:
    """Ask for the password once more before an account is erased."""

    def prove(caller: SignedIn, password: str, client: ClientInfo) -> object:
        return proof.prove(caller, password, AttemptType.PASSWORD_CHANGE, client, "password")

    return prove


def host_of(public_url: str) -> str:
    """Name the shop as an authenticator app shows it."""
    return urlsplit(public_url).hostname or "shop"


class Door(containers.DeclarativeContainer):
    """The door's services and what they share."""

    settings = providers.Dependency(instance_of=Settings)
    clock: providers.Dependency[Any] = providers.Dependency()
    new_id: providers.Dependency[Any] = providers.Dependency()
    begin: providers.Dependency[Any] = providers.Dependency()
    read: providers.Dependency[Any] = providers.Dependency()

    # secrets
    keys = providers.Singleton(KeyRing, settings.provided.secret_key)
    link_texts = providers.Singleton(OneTimeTokenTexts, keys=keys)
    factor_secrets = providers.Singleton(FactorSecrets, keys=keys)
    refresh_tokens = providers.Singleton(MacRefreshTokens, keys=keys)
    policy = providers.Singleton(policy_of, settings)
    access_tokens = providers.Singleton(
        JwtAccessTokens, keys=keys, issuer=settings.provided.public_url, lifetime=policy.provided.access
    )
    hasher = providers.Singleton(hasher_for, settings)

    # what the services share
    limits = providers.Singleton(limits_of, settings)
    journal = providers.Singleton(Journal, new_id=new_id, log_activities=policy.provided.log_activities)
    refused_tries = providers.Singleton(RefusedTries, begin=begin, clock=clock, journal=journal)
    links = providers.Singleton(Links, new_id=new_id, token_text=link_texts.provided.text_of)
    known_refusals = providers.Singleton(known_refusals, settings)
    refused_rows = providers.Singleton(RefusedRows, begin=begin, journal=journal)
    lookout = providers.Singleton(Lookout, known=known_refusals, write_later=refused_rows.provided.note)
    gate = providers.Singleton(
        Gate, begin=begin, clock=clock, new_id=new_id, limits=limits, journal=journal, lookout=lookout
    )
    proof = providers.Singleton(
        Reauthentication, begin=begin, clock=clock, new_id=new_id, limits=limits, hasher=hasher, journal=journal
    )
    prove_before_leaving = providers.Callable(proves_before_leaving, proof)
    places = providers.Singleton(
        LoginPlaces,
        begin=begin,
        clock=clock,
        new_id=new_id,
        pause=providers.Object(time.sleep),
        limits=limits,
        journal=journal,
        lookout=lookout,
    )
    activity_notes = providers.Singleton(ActivityNotes, begin=begin)

    # services
    registration = providers.Singleton(
        RegistrationService,
        begin=begin,
        read=read,
        clock=clock,
        new_id=new_id,
        gate=gate,
        links=links,
        journal=journal,
        refused=refused_tries,
        hasher=hasher,
        is_address=providers.Object(is_address),
        is_common=providers.Object(is_common),
        strict_privacy=settings.provided.strict_privacy,
    )
    sign_in = providers.Singleton(
        SignInService,
        begin=begin,
        clock=clock,
        new_id=new_id,
        places=places,
        hasher=hasher,
        access_tokens=access_tokens,
        refresh_tokens=refresh_tokens,
        device_name=providers.Object(device_name),
        secret_of=factor_secrets.provided.secret_of,
        policy=policy,
        journal=journal,
        refused=refused_tries,
        strict_privacy=settings.provided.strict_privacy,
    )
    tokens = providers.Singleton(
        TokenService,
        begin=begin,
        clock=clock,
        access_tokens=access_tokens,
        refresh_tokens=refresh_tokens,
        policy=policy,
        journal=journal,
    )
    sessions = providers.Singleton(
        SessionService,
        begin=begin,
        read=read,
        clock=clock,
        access_tokens=access_tokens,
        note_activity=activity_notes.provided.note,
        policy=policy,
        journal=journal,
    )
    passwords = providers.Singleton(
        PasswordService,
        begin=begin,
        read=read,
        clock=clock,
        gate=gate,
        lookout=lookout,
        links=links,
        proof=proof,
        journal=journal,
        refused=refused_tries,
        hasher=hasher,
        device_name=providers.Object(device_name),
        is_address=providers.Object(is_address),
        is_common=providers.Object(is_common),
    )
    second_factors = providers.Singleton(
        SecondFactorService,
        begin=begin,
        clock=clock,
        new_id=new_id,
        random_bytes=providers.Object(random_bytes),
        proof=proof,
        secret_of=factor_secrets.provided.secret_of,
        shop_name=providers.Callable(host_of, settings.provided.public_url),
        journal=journal,
    )
    email_change = providers.Singleton(
        EmailChangeService,
        begin=begin,
        read=read,
        clock=clock,
        gate=gate,
        links=links,
        proof=proof,
        journal=journal,
        refused=refused_tries,
        is_address=providers.Object(is_address),
        strict_privacy=settings.provided.strict_privacy,
    )
    session_upkeep = providers.Singleton(UpkeepService, begin=begin, clock=clock, policy=policy, journal=journal)
    administrators = providers.Singleton(
        AdministratorService,
        begin=begin,
        clock=clock,
        new_id=new_id,
        hasher=hasher,
        is_address=providers.Object(is_address),
        is_common=providers.Object(is_common),
    )
    watching = providers.Singleton(WatchService, begin=begin, read=read, clock=clock, journal=journal)
    blocking = providers.Singleton(BlockingService, begin=begin, read=read, clock=clock, new_id=new_id, journal=journal)
    staff_users = providers.Singleton(StaffUserService, begin=begin, read=read, clock=clock, journal=journal)
    staff_log = providers.Singleton(StaffLogService, begin=begin, clock=clock, journal=journal)
    audit = providers.Singleton(AuditService, begin=begin, read=read, clock=clock)
