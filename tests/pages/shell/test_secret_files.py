import stat
from concurrent.futures import ThreadPoolExecutor

from pages.shell.secret_files import read_or_create


def test_a_secret_is_made_once_and_kept(tmp_path):
    path = tmp_path / "keys" / "tickets"
    made = read_or_create(path)
    assert len(made) == 43
    assert read_or_create(path) == made


def test_two_secrets_differ(tmp_path):
    assert read_or_create(tmp_path / "a") != read_or_create(tmp_path / "b")


def test_only_the_owner_can_read_it(tmp_path):
    read_or_create(tmp_path / "keys" / "a")
    assert stat.S_IMODE((tmp_path / "keys" / "a").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_a_secret_that_others_could_read_is_replaced(tmp_path):
    path = tmp_path / "a"
    old = read_or_create(path)
    path.chmod(0o644)
    assert read_or_create(path) != old
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_all_who_start_at_once_get_the_same_secret(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(read_or_create, [tmp_path / "keys" / "a"] * 64))) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["a"]
