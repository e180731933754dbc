"""The Hugging Face Hub as everything here uses it: where it is, and its errors as sentences.

huggingface_hub is an extra, and is imported when a name of the Hub is met.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from morphing_faces.errors import MissingExtraError, ModelError

PREFIX = "hf:"
NAME = re.compile(r"hf:(?P<repository>[\w.-]+/[\w.-]+)(?:@(?P<revision>[\w./-]+))?")
LOG_IN = "log in first with `hf auth login`, or put a token into HF_TOKEN"
LIBRARY = "morphing-faces"


@dataclass(frozen=True)
class HubName:
    """A repository of models.

    Attributes:
        repository: owner/name.
        revision: A branch, tag or commit; None where nothing was said.
    """

    repository: str
    revision: str | None = None

    def __str__(self) -> str:
        return f"{PREFIX}{self.repository}" + (f"@{self.revision}" if self.revision else "")


def hub_name(word: str) -> HubName:
    """What a user means by hf:owner/name or hf:owner/name@revision.

    Raises:
        ModelError: It is no such name.
    """
    found = NAME.fullmatch(word)
    if found is None:
        raise ModelError(
            f"{word!r} is no model of the Hub; they are named as in hf:owner/name, or "
            f"hf:owner/name@revision"
        )
    return HubName(found["repository"], found["revision"])


def require_hub(purpose: str) -> None:
    """Raise MissingExtraError unless huggingface_hub is installed."""
    if find_spec("huggingface_hub") is None:
        raise MissingExtraError(purpose, "hub", "huggingface_hub")


def endpoint() -> str | None:
    """Where the Hub is, if the user has said so: HF_ENDPOINT."""
    return os.environ.get("HF_ENDPOINT") or None


@contextmanager
def told(name: HubName | str, doing: str = "fetched") -> Iterator[None]:
    """Turn the library's errors into sentences.

    Args:
        name: What is fetched or written.
        doing: In a word: "fetched" or "written".

    Raises:
        ModelError: The Hub or the way there is at fault.
    """
    from huggingface_hub import errors

    try:
        yield
    except errors.GatedRepoError:
        raise ModelError(
            f"{name} is only for those whom its owner lets in; ask for that on its page, and "
            f"{LOG_IN}"
        ) from None
    except errors.RepositoryNotFoundError:
        raise ModelError(f"{name} is not on the Hub, or it is private: {_not_seen()}") from None
    except errors.RevisionNotFoundError:
        raise ModelError(f"{name}: the Hub has no such revision of it") from None
    except errors.HFValidationError:
        raise ModelError(
            f"{name} is no name on the Hub: owner/name, of letters, digits, '-', '_' and '.', "
            f"96 characters at most"
        ) from None
    except (errors.LocalEntryNotFoundError, errors.OfflineModeIsEnabled):
        raise ModelError(
            f"{name} cannot be {doing}: it is not on this computer, and there is no connection to "
            f"the Hub"
        ) from None
    except errors.HfHubHTTPError as error:
        raise ModelError(_refused(name, doing, error)) from None
    except Exception as error:
        if type(error).__module__.partition(".")[0] in ("httpx", "httpcore", "requests"):
            raise ModelError(
                f"{name} cannot be {doing}: there is no connection to the Hub"
            ) from None
        if isinstance(error, OSError) and not isinstance(error, FileNotFoundError):
            reason = error.strerror or " ".join(str(error).split())[:160]
            raise ModelError(f"{name} cannot be {doing}: {reason}") from None
        raise


def _not_seen() -> str:
    from huggingface_hub import get_token

    return "whoever is logged in may not see it" if get_token() else LOG_IN


def _refused(name: HubName | str, doing: str, error: Any) -> str:
    status = getattr(getattr(error, "response", None), "status_code", None)
    if status == 401:
        return f"{name} cannot be {doing}: the Hub does not know your token; {LOG_IN}"
    if status == 403:
        return (
            f"{name} cannot be {doing}: your token has no right to that; ask its owner, or make "
            f"a token that may write"
        )
    reason = getattr(error, "server_message", None) or " ".join(str(error).split())
    return f"{name} cannot be {doing}: the Hub says {reason[:160]!r}"
