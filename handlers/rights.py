"""Who may do what, asked again at every press and submission."""

from domain.errors import NotAllowed
from domain.model import Member, Role


def for_the_secretariat(member: Member) -> None:
    """Raise NotAllowed for anybody else."""
    if member.role is not Role.SECRETARIAT:
        raise NotAllowed("secretariat")
