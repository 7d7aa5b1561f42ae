from importlib import import_module

Migration = import_module("tests.toys.toy.migrations.0001_initial").Migration
