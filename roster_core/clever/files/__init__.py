"""The files of the export, one module each: columns as data, and the rows that they are made from."""
