"""`python -m roster_core`: the command line."""

from roster_core.cli.app import main
from roster_core.data_free import keep_data_out_of_logs

if __name__ == "__main__":
    keep_data_out_of_logs()
    main()
