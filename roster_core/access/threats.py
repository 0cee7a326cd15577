"""What could go wrong with the data of children, what is done against it, and what is not: for people to read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Threat:
    """One way in which data could be lost, seen or changed: what is done against it, and what that does not cover."""

    title: str
    done: str
    left: str


THREATS: tuple[Threat, ...] = (
    Threat(
        "A stranger reaches the server over the network",
        "Without a sign-in provider the server answers this machine alone, and only the browser that opened the link "
        "which it prints. With one, everybody signs in there; who is not a user is turned away. A name by which the "
        "server does not go is refused, so that a foreign page cannot send a browser here under a name of its own.",
        "The network itself: put the server behind the district’s firewall, and a certificate (https) in front of it. "
        "Whoever floods it with requests can make it slow.",
    ),
    Threat(
        "Somebody guesses or steals a sign-in",
        "Passwords and second factors are the provider’s; Roster Desk has none. Attempts are counted and slowed down. "
        "A sign-in ends after a time without use, and at once when an administrator disables the user. Cookies are "
        "out of reach of scripts and are sent over https alone where the address is https.",
        "An unlocked computer with an open browser, until the sign-in ends. Whoever reads the link of an installation "
        "without provider, on this machine, is its administrator.",
    ),
    Threat(
        "A user looks at schools that are not hers",
        "Rights are granted for schools and for students or staff, and asked for where data is read, not only where "
        "it is shown: pages, commands and addresses that give files go through the same door. An ID of another school "
        "is answered with “not in your schools”, without the name.",
        "What she may see, she can copy. The audit trail says who looked at whom.",
    ),
    Threat(
        "A link to a photo, a document or a file is passed on",
        "Such links are signed, live for a short time, and work only in the browser and for the user they were made "
        "for; a right that is taken away ends them.",
        "The file itself, once it was saved.",
    ),
    Threat(
        "A foreign page acts in a user’s browser",
        "Nobody may frame the pages; scripts run only from this server; forms and uploads carry a mark that other "
        "pages cannot know; the connection of a page is refused when it comes from elsewhere.",
        "Extensions of the browser, which may read every page.",
    ),
    Threat(
        "An uploaded file attacks the server or who opens it",
        "Files are checked by what is in them, not by their names. Pictures and PDFs are read in a process of their "
        "own with limits of memory and time; archives are read with limits of size, number and depth. Stored photos "
        "are written anew for display. Documents are shown in a frame that may do nothing. Cells of lists that a "
        "spreadsheet would run as a formula are defused where people open them.",
        "A document that was downloaded is what the sender made it: virus scanners of the computer look at it, Roster "
        "Desk does not.",
    ),
    Threat(
        "Files go to the wrong place",
        "A server’s key is confirmed by a person and compared at every delivery; files are read back; a delivery that "
        "differs too much from the last one waits for somebody. By e-mail data goes only in an encrypted ZIP.",
        "What the receiver does with it: that is a matter of the district’s contract with them.",
    ),
    Threat(
        "A disk, a backup or a laptop is lost",
        "Passwords of destinations are sealed with a key that lies outside of the database. Photos, documents and "
        "files of exports are encrypted with another one where that is switched on (“storage encrypt”).",
        "The database holds names, addresses and records in plain form: encrypt the disk and the backups, and keep the "
        "folder with the keys apart from them.",
    ),
    Threat(
        "An administrator does what she should not",
        "Who saw, changed, sent or approved what is written down with the change itself. The database refuses to "
        "change or remove that, and each event carries the digest of the one before, so that a gap shows.",
        "Who owns the database and the program can write all of it anew. A digest that was taken out of the house "
        "before shows that it happened.",
    ),
    Threat(
        "Data leaves by logs and error messages",
        "Logs and error pages say where the program failed, never what it was working on. Secrets are never shown "
        "again once they are saved, and never typed into a command.",
        "The logs of a proxy in front of the server hold addresses of pages, in which IDs of people may stand.",
    ),
    Threat(
        "A package that Roster Desk is built on has a hole",
        "Versions are held within ranges; the tests ask the public list of known holes, where it can be reached, and "
        "fail if one is found. The code is held to rules against unsafe calls.",
        "What nobody has found yet. Update when the change log tells of it.",
    ),
    Threat(
        "Other programs on the same computer",
        "Keys and data are written so that other accounts cannot read them, where the system knows of accounts.",
        "Whoever can act as the account under which the server runs, or as the computer’s administrator, can do "
        "whatever the server can.",
    ),
)
