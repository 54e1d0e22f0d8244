# cmake -DIN=stopwords.txt -DOUT=stopwords.c -P embed_stopwords.cmake: the list as a C string.
file(READ "${IN}" text)
string(REGEX REPLACE "([^\n]+)\n" "    \"\\1\\\\n\"\n" text "${text}")
file(WRITE "${OUT}" "/* Made by embed_stopwords.cmake. */\n#include \"words/stopwords.h\"\n\n"
  "const char senti__stopwords[] =\n${text}    \"\";\n"
  "const size_t senti__stopwords_length = sizeof senti__stopwords - 1;\n")
