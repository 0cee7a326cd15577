import stat
import sys

import pytest

from roster_core.settings import Settings


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a folder to its owner by other means than a mode")
def test_a_data_folder_is_made_for_its_account_alone_and_one_that_is_there_stays(tmp_path):
    Settings(data_dir=tmp_path / "new").make_data_dir()
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o750)
    Settings(data_dir=shared).make_data_dir()
    assert stat.S_IMODE(shared.stat().st_mode) == 0o750
