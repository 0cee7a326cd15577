"""Who acts on the command line: the user of an account of the operating system, or the local administrator."""

import os
from pathlib import Path

from roster_core.access.rights import User, local_administrator
from roster_core.journeys.users import find_user_of_account, users_exist
from roster_core.refusals import Refusal
from roster_core.store import Store


def operator(store: Store, account: str, *, owner: bool) -> User:
    """The user as whom `account` acts; `owner` = the data folder belongs to it.

    While there are no users, everybody who can start a command is the local administrator. Afterwards an account has
    to be given to a user. Only whom the data folder belongs to stays the local administrator: that account can read
    and change every file in it anyway, so that refusing it would protect nothing and could lock a district out.

    Raises:
        Refusal: No active user has the account.
    """
    user = find_user_of_account(store, account)
    if user is not None:
        return user
    if owner or not users_exist(store):
        return local_administrator(account)
    raise Refusal(
        "The command was not carried out.",
        why=f"No active user of Roster Desk has the account {account} of this computer.",
        fix=f"An administrator gives it to one: “users change E-MAIL --os-account {account}”.",
    )


def owns(folder: Path) -> bool:
    """Whether the data folder belongs to who runs this process, or all of the computer does.

    Windows names no owner in a form that could be compared; there it is who can write into the folder.
    """
    if os.name == "nt":
        return os.access(folder, os.W_OK)
    if os.geteuid() == 0:
        return True
    return folder.exists() and folder.stat().st_uid == os.geteuid()
