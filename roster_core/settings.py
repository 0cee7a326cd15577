"""Settings of an installation: read once at the entry from ROSTER_* variables or a `.env`, then passed down."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from roster_core.project import PROJECT


class Settings(BaseSettings):
    """Where things lie and how the server listens. What a coordinator may change is in the database instead."""

    model_config = SettingsConfigDict(env_prefix="ROSTER_", env_file=".env", extra="ignore", frozen=True)

    #: Everything that the embedded default writes: database, files, staged uploads.
    data_dir: Path = PROJECT / "data" / "local"
    #: An SQLAlchemy URL; blank = SQLite in the data folder. Credentials may be in it, so it is a secret.
    database_url: SecretStr = SecretStr("")
    #: Where files are kept by content hash: blank = a folder in the data folder, else an object-store URL.
    object_url: str = ""
    #: Overrides the district's sealed secret from which `derived_secret` passwords are made.
    district_secret: SecretStr | None = None
    #: The keys under which passwords of destinations are sealed; unset = a file in the data folder.
    key_file: Path | None = None
    #: Whether photos, documents, exports and staged uploads are encrypted from now on; either form is always read.
    encrypt_files: bool = False
    #: The keys they are encrypted with; unset = a file in the data folder.
    storage_key_file: Path | None = None
    #: The same in place of a file, as lines of one (`ID:key`, several with commas, the one in force first).
    storage_key: SecretStr | None = None
    #: Certificates to trust beside the public ones, where the district's mail server has one of its own.
    ca_file: Path | None = None
    #: Whether the web app starts and stops a worker with itself; off where workers run by themselves.
    app_worker: bool = True
    #: The web server's own address.
    host: str = "127.0.0.1"
    port: int = 8501
    #: Further host names under which browsers reach the server (comma-separated).
    allowed_hosts: str = ""
    #: The token of the sign-in link; unset = made once and kept in the data folder.
    sign_in_token: SecretStr | None = None
    #: Signs what lets browsers upload and download; to be the same on all servers of one installation.
    ticket_key: SecretStr | None = None

    #: Minutes without use after which a sign-in with a provider ends, and the hours after which it ends anyway.
    idle_minutes: int = Field(default=60, ge=1)
    sign_in_hours: int = Field(default=12, ge=1)

    @property
    def secret(self) -> str | None:
        """The district's secret as text; None if none is set."""
        return self.district_secret.get_secret_value() if self.district_secret else None

    @property
    def url(self) -> str:
        """The database URL in force."""
        return self.database_url.get_secret_value() or f"sqlite:///{(self.data_dir / 'roster.sqlite3').as_posix()}"

    def make_data_dir(self) -> None:
        """Make the data folder, for this account alone, unless it is there; who shares it says so by its mode."""
        self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)

    @property
    def sqlite(self) -> bool:
        """Whether the embedded database is used."""
        return self.url.startswith("sqlite")
