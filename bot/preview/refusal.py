"""How Telegram says no."""


class RefusalError(Exception):
    """The answer to a call that is not carried out: HTTP status, description, and parameters for machines."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


def bad_request(words: str, **parameters: int) -> RefusalError:
    """The call is wrong, and would be again."""
    return RefusalError(400, f"Bad Request: {words}", **parameters)


def forbidden(words: str) -> RefusalError:
    """The bot may not."""
    return RefusalError(403, f"Forbidden: {words}")
