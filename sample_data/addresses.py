"""E-mail addresses and phone numbers. Two hundred of them are planted to be looked for."""

PLANTED_EMAILS = 155
PLANTED_PHONES = 45

_GIVEN = ("anna", "piotr", "maria", "jan", "ewa", "tomasz", "zofia", "marek", "olena", "igor")
_FAMILY = ("nowak", "kowalska", "lis", "zima", "wrona", "baran", "kaczmarek", "mazur", "bondar")


def planted_addresses() -> tuple[str, ...]:
    """Return the two hundred addresses that must be found nowhere but in the exports.

    They belong to people who wrote to Brzoza and are customers it knows by them, from 1,500
    tickets up. The phone numbers are the digits after the country's code.
    """
    emails = (planted_email(number) for number in range(PLANTED_EMAILS))
    phones = (planted_phone(number) for number in range(PLANTED_PHONES))
    return (*emails, *(digits(phone)[-9:] for phone in phones))


def planted_email(number: int) -> str:
    return f"planted.{number:03}@look-for-me.example"


def planted_phone(number: int) -> str:
    return f"+48 777 000 {number:03}"


def email(requester: int, domain: str) -> str:
    """Return the address of somebody, nobody else's."""
    given, family = _GIVEN[requester % len(_GIVEN)], _FAMILY[requester % len(_FAMILY)]
    return f"{given}.{family}.{requester}@{domain}.example"


def phone(requester: int) -> str:
    """Return the phone number of somebody, nobody else's, as a person writes it."""
    number = f"{500_000_000 + requester:09}"
    return f"+48 {number[:3]} {number[3:6]} {number[6:]}"


def name(requester: int) -> str:
    """Return the name under which a desk keeps somebody whose address it does not know."""
    given, family = _GIVEN[requester % len(_GIVEN)], _FAMILY[requester % len(_FAMILY)]
    return f"{given.capitalize()} {family.capitalize()} ({requester})"


def digits(phone: str) -> str:
    """Return a phone number without spaces, as another system has it."""
    return "".join(sign for sign in phone if sign.isdigit())
