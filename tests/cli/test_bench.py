from click.testing import CliRunner

from roster_core.cli.bench.commands import COMMANDS, bench


def test_every_measurement_is_a_command_that_explains_itself():
    names = {"load", "export", "preview", "page", "check", "diff", "photos", "emails", "upload", "zip", "delivery"}
    names |= {"storage"}
    assert set(bench.commands) == set(COMMANDS) == names
    for name in COMMANDS:
        told = CliRunner().invoke(bench, [name, "--help"])
        assert told.exit_code == 0
        assert "--rounds" in told.output or name == "upload"  # which takes minutes
