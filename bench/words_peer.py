"""words_peer.py FILE...: word_cloud on request. A line "INDEX COLLOCATIONS" on standard input makes it
count that file's words once; it answers with the number of entries."""

import sys


def main():
    try:
        import wordcloud
    except ImportError as error:
        print(f"! {error}", flush=True)
        return
    texts = []
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8", errors="replace", newline="") as file:
            texts.append(file.read())
    clouds = [wordcloud.WordCloud(collocations=on) for on in (False, True)]
    print(f"word_cloud {wordcloud.__version__}", flush=True)
    for line in sys.stdin:
        index, collocations = map(int, line.split())
        print(len(clouds[collocations].process_text(texts[index])), flush=True)


main()
