"""``python -m eastflank`` is the command ``eastflank``."""

from eastflank.cli import main

if __name__ == "__main__":
    main()
