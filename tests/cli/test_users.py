"""`users`, and as whom commands act once there are users."""

import json

import pytest

from roster_core.journeys import operators


def test_users_are_managed_by_commands(run):
    refused = run("users", "add", "sam@maple.example", "--name", "Sam Ito", code=2)
    assert "first user has to be one" in refused.stderr
    run("users", "add", "dana@maple.example", "--name", "Dana Reyes", "--role", "administrator", "--os-account", "dana")
    run("users", "add", "sam@maple.example", "--name", "Sam Ito", "--role", "export_viewer", "--role", "audit_view")
    run("users", "change", "sam@maple.example", "--os-account", "sam")
    run("users", "withdraw", "sam@maple.example", "audit_view")
    run("users", "grant", "sam@maple.example", "Auditor", "--people", "staff")
    run("users", "claims", "add", "groups", "clerks", "school_clerk", "--issuer", "https://id.maple.example")
    assert run("users", "disable", "sam@maple.example").stdout.startswith("Sam Ito (sam@maple.example) is disabled.")
    assert "administrator" in run("users", "disable", "dana@maple.example", code=2).stderr
    dana, sam = json.loads(run("users", "list", "--json").stdout)
    assert (dana["login"], dana["os_account"], dana["active"]) == ("dana@maple.example", "dana", True)
    assert (sam["name"], sam["active"]) == ("Sam Ito", False)
    assert sam["roles"] == [
        {"role": "auditor", "schools": None, "people": "staff", "origin": "hand"},
        {"role": "export_viewer", "schools": None, "people": "both", "origin": "hand"},
    ]
    (rule,) = json.loads(run("users", "claims", "list", "--json").stdout)
    run("users", "claims", "remove", rule["rule_id"])
    assert "No claim brings a role." in run("users", "claims", "list").stdout


@pytest.mark.parametrize(
    ("account", "owner", "code", "told"),
    [
        ("dana", False, 0, "sam@maple.example"),
        ("sam", False, 2, "“admin”"),
        ("stranger", False, 2, "--os-account stranger"),
        ("stranger", True, 0, "sam@maple.example"),
    ],
)
def test_commands_act_as_the_user_of_the_account(run, monkeypatch, account, owner, code, told):
    run("users", "add", "dana@maple.example", "--name", "Dana Reyes", "--role", "administrator", "--os-account", "dana")
    run("users", "add", "sam@maple.example", "--name", "Sam Ito", "--os-account", "sam")
    monkeypatch.setattr("getpass.getuser", lambda: account)
    monkeypatch.setattr(operators, "owns", lambda _folder: owner)
    done = run("users", "list", code=code)
    assert told in done.stdout + done.stderr
