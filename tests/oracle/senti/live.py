def check(library):
    return 0, []
