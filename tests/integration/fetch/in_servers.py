"""in_servers.py FOLDER SCRIPT ARGUMENT...: runs a script with the packages of tests/servers.txt, where
scripts/ensure has put them into FOLDER; else with this Python, so that it says what is missing."""
import os
import sys

python = os.path.join(sys.argv[1], "bin/python")
python = python if os.path.exists(os.path.join(sys.argv[1], ".ready")) else sys.executable
os.execv(python, [python, "-B", *sys.argv[2:]])
