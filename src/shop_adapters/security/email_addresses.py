"""What has the form of a mail address."""


def is_email_address(text: str) -> bool:
    """Tell whether a text has the form of a mail address; nobody is asked whether it exists."""
    from email_validator import EmailNotValidError, validate_email

    try:
        # Names that only a shop's own network knows are good enough for it, so the domain just has to have a dot.
        # Strict is about the part before the @: servers refuse one above 64 bytes (RFC 5321), and no mail would arrive.
        checked = validate_email(text, check_deliverability=False, globally_deliverable=False, strict=True)
    except EmailNotValidError:
        return False
    return "." in checked.domain and text.isprintable()
