/* Files: CSV, JSON and Python, gzip, rules for rows, limits. */
#include "support.h"

#include <math.h>
#include <stdlib.h>
#define ZLIB_CONST /* input that is not changed */
#include <zlib.h>

static market_store *store;

static int make_store(void **state) {
    (void)state;
    store = open_store("import.db");
    return 0;
}

static int drop_store(void **state) {
    (void)state;
    char path[256];
    (void)snprintf(path, sizeof path, "%s", market_store_path(store));
    market_store_free(store);
    return remove(path);
}

static market_import_summary import(const char *name, const char *text,
                                    const market_import_options *options) {
    market_error err;
    market_import_summary summary;
    assert_ok(import_text(store, name, text, options, &err, &summary), &err);
    return summary;
}

static market_series series(const char *symbol, market_timeframe timeframe, market_adjust adjust) {
    market_error err;
    market_series s;
    market_query query = MARKET_QUERY_INIT;
    query.symbol = symbol;
    query.timeframe = timeframe;
    query.adjust = adjust;
    assert_ok(market_store_query(store, &query, &err, &s), &err);
    return s;
}

/* ---- the variants, each with the same two bars ---- */

static void check_two_bars(const char *symbol, market_timeframe timeframe, const char *first) {
    market_series s = series(symbol, timeframe, MARKET_ADJUST_RAW);
    assert_int_equal(s.bars.count, 2);
    assert_int_equal(s.bars.time[0], at(first));
    assert_same(s.bars.open[0], 177.81);
    assert_same(s.bars.high[0], 182.88);
    assert_same(s.bars.low[0], 177.71);
    assert_same(s.bars.close[0], 182.01);
    assert_true(s.bars.volume[0] == 104690466 || isnan(s.bars.volume[0]));
    assert_same(s.bars.close[1], 179.7);
    assert_true(s.bars.complete[1]);
    market_series_clear(&s);
}

#define ROW1 "177.81,182.88,177.71,182.01"
#define ROW2 "182.61,182.94,179.12,179.7"

static void csv_variants(void **state) {
    (void)state;
    static const struct {
        const char *name, *text;
        market_timeframe timeframe;
        const char *first;
    } cases[] = {
        {"YAHOO.csv",
         "Date,Open,High,Low,Close,Adj Close,Volume\n2022-01-03," ROW1 ",181.0,104690466\n"
         "2022-01-04," ROW2 ",178.7,99284337\n",
         MARKET_1DAY, "2022-01-03"},
        {"STOOQ.txt",
         "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\r\n"
         "STOOQ.US,D,20220103,000000," ROW1 ",104690466,0\r\nSTOOQ.US,D,20220104,000000," ROW2
         ",99284337,0\r\n",
         MARKET_1DAY, "2022-01-03"},
        {"stooq5.txt",
         "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\n"
         "STOOQ5.US,5,20220103,153000," ROW1 ",104690466,0\nSTOOQ5.US,5,20220103,153500," ROW2
         ",9,0\n",
         MARKET_5MIN, "2022-01-03T15:30"},
        {"stooqweb.csv",
         "Date,Open,High,Low,Close\n2022-01-03," ROW1 "\n2022-01-04," ROW2 "\n", /* no volume */
         MARKET_1DAY, "2022-01-03"},
        {"ALPACA.csv",
         "t,o,h,l,c,v,n,vw\n2022-01-03T05:00:00Z," ROW1 ",104690466,772367,181.415512\n"
         "2022-01-04T05:00:00Z," ROW2 ",99284337,831619,180.55545\n",
         MARKET_1DAY, "2022-01-03"},
        {"ALPACA2.csv",
         "symbol,timestamp,open,high,low,close,volume,trade_count,vwap\n"
         "ALPACA2,2022-01-03 05:00:00+00:00," ROW1 ",104690466.0,772367.0,181.4\n"
         "ALPACA2,2022-01-04 05:00:00+00:00," ROW2 ",99284337.0,831619.0,180.5\n",
         MARKET_1DAY, "2022-01-03"},
        {"PANDAS.csv",
         ",open,high,low,close,volume\n2022-01-03 14:30:00+00:00," ROW1 ",104690466\n"
         "2022-01-03 14:31:00+00:00," ROW2 ",1\n\n",
         MARKET_1MIN, "2022-01-03T14:30Z"},
        {"PANDAS2.csv",
         "Unnamed: 0,date,open,high,low,close,volume\n0,2022-01-03," ROW1 ",104690466\n"
         "1,2022-01-04," ROW2 ",1\n",
         MARKET_1DAY, "2022-01-03"},
        {"BOM.csv",
         "\xEF\xBB\xBF\"Date\",\"Open\",\"High\",\"Low\",\"Close\",\"Volume\"\r\n\r\n"
         "\"2022-01-03\",\"177.81\",\"182.88\",\"177.71\",\"182.01\",\"104690466\"\r\n"
         "\"2022-01-04\",\"182.61\",\"182.94\",\"179.12\",\"179.7\",\"9\"",
         MARKET_1DAY, "2022-01-03"},
        {"SEMI.csv",
         "Time;Open;High;Low;Last;Volume\n2022-01-03;177.81;182.88;177.71;182.01;104690466\n"
         "2022-01-04;182.61;182.94;179.12;179.7;5\n",
         MARKET_1DAY, "2022-01-03"},
        {"TABS.tsv",
         "time\topen\thigh\tlow\tclose\tvolume\tcomplete\n2022-01-03\t177.81\t182.88\t177.71\t182."
         "01"
         "\t104690466\ttrue\n2022-01-04\t182.61\t182.94\t179.12\t179.7\t5\ttrue\n",
         MARKET_1DAY, "2022-01-03"},
        {"OLDMAC.csv",
         "Date,Open,High,Low,Close,Volume\r2022-01-03," ROW1 ",104690466\r2022-01-04," ROW2 ",1\r",
         MARKET_1DAY, "2022-01-03"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char symbol[17] = "";
        for (size_t k = 0; cases[i].name[k] != '.'; k++)
            symbol[k] = (char)(cases[i].name[k] - ((cases[i].name[k] >= 'a') ? 32 : 0));
        market_import_summary s = import(cases[i].name, cases[i].text, NULL);
        assert_string_equal(notes, "");
        assert_string_equal(s.symbol, symbol);
        assert_int_equal(s.timeframe, cases[i].timeframe);
        assert_int_equal(s.format, MARKET_FORMAT_CSV);
        assert_int_equal(s.bars.added, 2);
        check_two_bars(symbol, cases[i].timeframe, cases[i].first);
    }
}

/* Dates a week or a month apart tell a timeframe when there are enough of them. */
static void wide_timeframes_need_several_gaps(void **state) {
    (void)state;
    static const struct {
        const char *dates[5];
        market_timeframe timeframe; /* NONE: refused */
    } cases[] = {
        {{"2022-01-03", "2022-01-10", "2022-01-17", "2022-01-24"}, MARKET_1WEEK},
        {{"2022-01-03", "2022-02-01", "2022-03-01", "2022-04-01"}, MARKET_1MONTH},
        {{"2022-01-03", "2022-01-10", "2022-01-17"}, MARKET_TIMEFRAME_NONE},
        {{"2022-01-03", "2022-01-09"}, MARKET_TIMEFRAME_NONE},
        {{"2022-01-03", "2022-01-09", "2022-01-10"}, MARKET_1DAY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[1000] = "Date,Close\n";
        for (size_t k = 0; cases[i].dates[k]; k++) {
            strcat(text, cases[i].dates[k]);
            strcat(text, ",10\n");
        }
        market_input input = {.data = text, .length = strlen(text), .name = "WIDE.csv"};
        market_import_options options = MARKET_IMPORT_OPTIONS_INIT;
        options.allow_missing = true;
        market_error err;
        market_imported got;
        market_status status = market_import_read(&input, &options, &err, &got);
        if (cases[i].timeframe == MARKET_TIMEFRAME_NONE) {
            assert_int_equal(status, MARKET_E_TIMEFRAME);
            assert_string_equal(err.parameter, "timeframe");
        } else {
            assert_int_equal(status, MARKET_OK);
            assert_int_equal(got.timeframe, cases[i].timeframe);
            market_imported_clear(&got);
        }
    }
}

#define BAR1                                                                                       \
    "{\"t\":\"2022-01-03T05:00:00Z\",\"o\":177.81,\"h\":182.88,\"l\":177.71,\"c\":182.01,"         \
    "\"v\":104690466,\"n\":772367,\"vw\":181.415512}"
#define BAR2                                                                                       \
    "{\"t\":\"2022-01-04T05:00:00Z\",\"o\":182.61,\"h\":182.94,\"l\":179.12,\"c\":179.7,"          \
    "\"v\":99284337,\"n\":831619,\"vw\":180.55545}"
#define PY1                                                                                        \
    "{'t': '2022-01-03T05:00:00Z', 'o': 177.81, 'h': 182.88, 'l': 177.71, 'c': 182.01, "           \
    "'v': 104690466, 'n': 772367, 'vw': None,}"
#define PY2                                                                                        \
    "{'t': '2022-01-04T05:00:00Z', 'o': 182.61, 'h': 182.94, 'l': 179.12, 'c': 179.7, 'v': 9}"

static void json_and_python_variants(void **state) {
    (void)state;
    static const struct {
        const char *symbol, *text;
        market_format format;
    } cases[] = {
        {"A1", "{\"bars\":[" BAR1 "," BAR2 "],\"symbol\":\"A1\",\"next_page_token\":null}",
         MARKET_FORMAT_JSON},
        {"A2", "{\"symbol\":\"A2\",\"bars\":[" BAR1 "," BAR2 "]}", MARKET_FORMAT_JSON},
        {"A3",
         "{\"bars\":{\"A3\":[" BAR1 "," BAR2 "]},\"next_page_token\":\"x\",\"currency\":\"USD\"}",
         MARKET_FORMAT_JSON},
        {"A4", "[" BAR1 ",\n" BAR2 "]", MARKET_FORMAT_JSON},
        {"A5", "{\"bars\":[" BAR1 "],\"symbol\":\"A5\"}\n{\"bars\":[" BAR2 "],\"symbol\":\"A5\"}",
         MARKET_FORMAT_JSON}, /* two pages, one after the other */
        {"A6", "[{\"bars\":{\"A6\":[" BAR1 "]}},{\"bars\":{\"A6\":[" BAR2 "]}}]",
         MARKET_FORMAT_JSON},
        {"A7", "{'bars': [" PY1 ", " PY2 "], 'symbol': 'A7', 'next_page_token': None}",
         MARKET_FORMAT_PYTHON},
        {"A8", "{'bars': {'A8': (" PY1 ", " PY2 ",)}, 'ok': True, }", MARKET_FORMAT_PYTHON},
        {"A9",
         "[{\"S\":\"A9\",\"T\":\"b\",\"timestamp\":\"2022-01-03\",\"open\":177.81,\"high\":182.88,"
         "\"low\":177.71,\"close\":\"182.01\",\"volume\":104690466,\"x\":[{\"y\":{}}]},"
         "{\"S\":\"A9\",\"T\":\"b\",\"t\":\"2022-01-04\",\"o\":182.61,\"h\":182.94,\"l\":179.12,"
         "\"c\":179.7,\"v\":1.5e3}]",
         MARKET_FORMAT_JSON},
        {"B1", "\xEF\xBB\xBF \r\n\t{\"bars\":[" BAR1 "," BAR2 "],\"symbol\":\"B1\"}\n",
         MARKET_FORMAT_JSON},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "%s.json", cases[i].symbol);
        market_import_summary s = import(name, cases[i].text, NULL);
        assert_string_equal(notes, "");
        assert_int_equal(s.format, cases[i].format);
        assert_string_equal(s.symbol, cases[i].symbol);
        assert_int_equal(s.bars.added, 2);
        check_two_bars(cases[i].symbol, MARKET_1DAY, "2022-01-03");
    }
}

static void several_symbols(void **state) {
    (void)state;
    market_error err;
    market_series_list list;
    market_import_summary s = import("all.json",
                                     "{\"bars\":{\"META\":[" BAR1 "," BAR2 "],\"AAPL\":[" BAR1
                                     "],\"TSLA\":" BAR2 ",\"NONE\":[],\"NULL\":null}}",
                                     NULL);
    assert_int_equal(s.symbols, 3);
    assert_string_equal(s.symbol, "AAPL");
    assert_int_equal(s.bars.added, 4);
    s = import("all.csv",
               "symbol,date,open,high,low,close,volume\nb,2022-01-03,1,1,1,1,1\n"
               "a,2022-01-03,1,1,1,1,1\nb,2022-01-04,1,1,1,1,1\na,2022-01-04,1,1,1,1,1\n",
               NULL);
    assert_int_equal(s.symbols, 2);
    assert_int_equal(s.bars.added, 4);
    assert_ok(market_store_list_series(store, NULL, &err, &list), &err);
    assert_int_equal(list.count, 5);
    assert_string_equal(list.items[0].feed, "file:all");
    assert_string_equal(list.items[0].source, "all.csv");
    market_series_list_clear(&list);
    market_import_options options = MARKET_IMPORT_OPTIONS_INIT;
    options.symbol = "ONE";
    assert_status(import_text(store, "all.json", "{\"bars\":{\"A\":[" BAR1 "],\"B\":[" BAR1 "]}}",
                              &options, &err, NULL),
                  MARKET_E_SYMBOL);
    s = import("all.json", "{\"bars\":{\"A\":[" BAR1 "]}}", &options);
    assert_string_equal(s.symbol, "ONE");
}

/* ---- bad rows ---- */

static const char bad_csv[] = "Date,Open,High,Low,Close,Volume\n"
                              "2022-01-03,10,12,9,11,100\n"
                              "2022-01-04,10,8,9,11,100\n"    /* 3: high below low */
                              "2022-01-05,10,12,9,x,100\n"    /* 4: not a number */
                              "2022-01-06,10,12,9,11,-1\n"    /* 5: volume below 0 */
                              "2022-01-07,nan,12,9,11,1\n"    /* 6: missing */
                              "2022-13-07,10,12,9,11,1\n"     /* 7: no date */
                              "2022-01-10,13,12,9,11,1\n"     /* 8: open above high */
                              "2022-01-11,0,12,0,11,1\n"      /* 9: not above 0 */
                              "2022-01-12,10,12,9\n"          /* 10: fields missing */
                              "2022-01-13,10,12,9,11,1,2\n"   /* 11: too many */
                              "2022-01-14,10,12,9,11,1e999\n" /* 12: infinite */
                              "2022-01-03,10,12,9,11,100\n"   /* 13: a repetition */
                              "2022-01-02,10,12,9,11,100\n"   /* 14: not ascending */
                              "2022-01-17,10,12,9,11,100\n"   /* good */
                              "2022-01-18,10,12,9,11,100\n"   /* 16 and 17 disagree */
                              "2022-01-18,10,12,9,10,100\n";

static void bad_rows_are_reported_and_left_out(void **state) {
    (void)state;
    market_import_summary s = import("BAD.csv", bad_csv, NULL);
    assert_non_null(strstr(notes, "3:15 high is below the low\n"));
    assert_non_null(strstr(notes, "4:20 close is not a number\n"));
    assert_non_null(strstr(notes, "5:23 volume is below 0\n"));
    assert_non_null(strstr(notes, "6:12 open is missing\n"));
    assert_non_null(strstr(notes, "7:1 time is neither a date nor a time\n"));
    assert_non_null(strstr(notes, "8:12 open is above the high\n"));
    assert_non_null(strstr(notes, "9:12 open is not above 0\n"));
    assert_non_null(strstr(notes, "10:1 close is missing\n"));
    assert_non_null(strstr(notes, "11:25 the row has more fields than the header\n"));
    assert_non_null(strstr(notes, "12:23 volume is too large\n"));
    assert_non_null(strstr(notes, "14:1 time is not after that of row "));
    assert_non_null(
        strstr(notes, "16:1 time has other values than the same time in row 16 (line 17)\n"));
    assert_non_null(
        strstr(notes, "17:1 time has other values than the same time in row 15 (line 16)\n"));
    assert_int_equal(s.rows, 16);
    assert_int_equal(s.duplicates, 1);
    assert_int_equal(s.bad, 13);
    assert_int_equal(s.bars.added, 2);
}

/* Newest first is an order of its own; anything else that is not oldest first is a mistake. */
static void descending_rows_are_turned(void **state) {
    (void)state;
    market_import_summary s = import("DOWN.csv",
                                     "Date,Open,High,Low,Close,Volume\n"
                                     "2022-01-06,10,12,9,13,100\n" /* a bad one stays bad */
                                     "2022-01-05,10,12,9,11,103\n"
                                     "2022-01-04,10,12,9,11,102\n"
                                     "2022-01-04,10,12,9,11,102\n"
                                     "2022-01-03,10,12,9,11,101\n",
                                     NULL);
    assert_string_equal(notes, "2:20 close is above the high\n");
    assert_int_equal(s.timeframe, MARKET_1DAY);
    assert_int_equal(s.duplicates, 1);
    assert_int_equal(s.bars.added, 3);
    market_series down = series("DOWN", MARKET_1DAY, MARKET_ADJUST_RAW);
    for (size_t i = 0; i < down.bars.count; i++)
        assert_same(down.bars.volume[i], 101 + (double)i);
    market_series_clear(&down);
    /* Places stay those of the input. */
    s = import("TWICE.csv",
               "Date,Open,High,Low,Close,Volume\n"
               "2022-01-05,10,12,9,11,103\n"
               "2022-01-04,10,12,9,11,102\n"
               "2022-01-04,10,12,9,10,102\n"
               "2022-01-03,10,12,9,11,101\n",
               NULL);
    assert_string_equal(notes, "4:1 time has other values than the same time in row 2 (line 3)\n"
                               "3:1 time has other values than the same time in row 3 (line 4)\n");
    assert_int_equal(s.bars.added, 2);
    /* One step up among them: no order. */
    s = import("MIXED.csv",
               "Date,Open,High,Low,Close,Volume\n"
               "2022-01-05,10,12,9,11,103\n"
               "2022-01-04,10,12,9,11,102\n"
               "2022-01-03,10,12,9,11,101\n"
               "2022-01-06,10,12,9,11,104\n",
               NULL);
    assert_string_equal(notes, "3:1 time is not after that of row 1 (line 2)\n"
                               "4:1 time is not after that of row 1 (line 2)\n");
    assert_int_equal(s.bars.added, 2);
    /* Each symbol of an input by itself, and JSON as well. */
    s = import("both.json", "{\"bars\":{\"A\":[" BAR2 "," BAR1 "],\"B\":[" BAR1 "," BAR2 "]}}",
               NULL);
    assert_string_equal(notes, "");
    assert_int_equal(s.bars.added, 4);
}

static void faults_of_numbers_are_told_apart(void **state) {
    (void)state;
    market_error err;
    static const struct {
        const char *text, *note;
    } cases[] = {
        {"1e400", "2:12 open is too large\n"},       {"-1e400", "2:12 open is too large\n"},
        {"inf", "2:12 open is not finite\n"},        {"-Infinity", "2:12 open is not finite\n"},
        {"infinite", "2:12 open is not a number\n"}, {"+", "2:12 open is not a number\n"},
        {"0x10", "2:12 open is not a number\n"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[128];
        (void)snprintf(text, sizeof text, "Date,Open,High,Low,Close\n2022-01-03,%s,3,1,2\n",
                       cases[i].text);
        assert_status(import_text(store, "N.csv", text, NULL, &err, NULL), MARKET_E_EMPTY);
        assert_string_equal(notes, cases[i].note);
        assert_string_equal(err.message, "N.csv: no good bar in 1 row");
    }
    assert_status(import_text(store, "N.csv", "Date,Open,High,Low,Close\n", NULL, &err, NULL),
                  MARKET_E_EMPTY);
    assert_string_equal(err.message, "N.csv: the input has no rows");
}

static void strict_stops_and_stores_nothing(void **state) {
    (void)state;
    market_error err;
    market_store_state now;
    market_import_options options = MARKET_IMPORT_OPTIONS_INIT;
    options.strict = true;
    assert_status(import_text(store, "BAD.csv", bad_csv, &options, &err, NULL), MARKET_E_BAD_ROW);
    assert_int_equal(err.line, 3);
    assert_string_equal(err.parameter, "high");
    assert_non_null(strstr(err.message, "BAD.csv: line 3"));
    assert_ok(market_store_get_state(store, &err, &now), &err);
    assert_int_equal(now.bars, 0);
    assert_int_equal(now.generation, 0);
}

static void bad_bars_in_json_have_places(void **state) {
    (void)state;
    market_import_summary s =
        import("J.json",
               "{\"symbol\":\"J\",\"bars\":[\n" BAR1 ",\n"
               "{\"t\":\"2022-01-04\",\"o\":10,\"h\":8,\"l\":9,\"c\":9,\"v\":1},\n"
               "{\"t\":\"2022-01-05\",\"o\":null,\"h\":8,\"l\":7,\"c\":8,\"v\":1},\n"
               "{\"t\":\"2022-01-06\",\"o\":[1],\"h\":8,\"l\":7,\"c\":8,\"v\":1},\n"
               "{\"t\":\"2022-01-07\",\"o\":NaN,\"h\":8,\"l\":7,\"c\":8,\"v\":1},\n"
               "{\"o\":8,\"h\":8,\"l\":7,\"c\":8,\"v\":1},\n"
               "{\"t\":5,\"o\":8,\"h\":8,\"l\":7,\"c\":8,\"v\":1}]}",
               NULL);
    assert_string_equal(notes, "3:30 high is below the low\n"
                               "4:23 open is missing\n"
                               "5:23 open is not a single value\n"
                               "6:23 open is missing\n"
                               "7:1 time is missing\n"
                               "8:6 time is neither a date nor a time\n");
    assert_int_equal(s.bad, 6);
    assert_int_equal(s.bars.added, 1);
}

/* ---- what is no bar file ---- */

static void broken_inputs_are_refused(void **state) {
    (void)state;
    static const struct {
        const char *text;
        market_status status;
    } cases[] = {
        {"", MARKET_E_EMPTY},
        {" \r\n\n", MARKET_E_EMPTY},
        {"Date,Open,High,Low,Close,Volume\n", MARKET_E_EMPTY},
        {"Date,Open,High,Low,Close,Volume\n2022-01-03,1,2,3,4,5\n", MARKET_E_EMPTY},
        {"{\"bars\":[],\"symbol\":\"X\"}", MARKET_E_EMPTY},
        {"{\"bars\":null}", MARKET_E_EMPTY},
        {"[]", MARKET_E_EMPTY},
        {"{}", MARKET_E_FORMAT},
        {"{\"message\":\"forbidden\"}", MARKET_E_FORMAT},
        {"[1,2]", MARKET_E_FORMAT},
        {"{\"bars\":7}", MARKET_E_FORMAT},
        {"{\"bars\":[[]]}", MARKET_E_FORMAT},
        {"hello world\n", MARKET_E_FORMAT},
        {"2022-01-03,1,2,1,2,5\n", MARKET_E_FORMAT}, /* no header */
        {"Date,Open,High,Low,Volume\n2022-01-03,1,2,1,5\n", MARKET_E_FORMAT},
        {"Date,Open,High,Low,Close,Close\n2022-01-03,1,2,1,2,5\n", MARKET_E_FORMAT},
        {"\xFF\xFE"
         "D\0a\0",
         MARKET_E_FORMAT},
        {"Date,Open,High,Low,Close\n\"2022-01-03,1,2,1,2\n", MARKET_E_SYNTAX},
        {"{\"bars\":[" BAR1, MARKET_E_SYNTAX},
        {"{\"bars\":[" BAR1 "],\"symbol\":\"X\"", MARKET_E_SYNTAX},
        {"{\"bars\":[" BAR1 BAR2 "]}", MARKET_E_SYNTAX},
        {"{\"bars\":[" BAR1 ",,]}", MARKET_E_SYNTAX},
        {"{\"bars\" [" BAR1 "]}", MARKET_E_SYNTAX},
        {"{bars:[" BAR1 "]}", MARKET_E_SYNTAX},
        {"{\"bars\":[" BAR1 "}", MARKET_E_SYNTAX},
        {"{\"bars\":}", MARKET_E_SYNTAX},
        {"{\"bars\":[" BAR1 "],'ok':True,\"z\":null}", MARKET_E_SYNTAX}, /* a mixture */
        {"{\"symbol\":\"a\\qb\",\"bars\":[" BAR1 "]}", MARKET_E_SYNTAX},
        {"{\"symbol\":\"a\nb\",\"bars\":[" BAR1 "]}", MARKET_E_SYNTAX},
        {"{\"symbol\":\"\xFF\",\"bars\":[" BAR1 "]}", MARKET_E_SYNTAX},
        {"{\"symbol\":\"\\u12\",\"bars\":[" BAR1 "]}", MARKET_E_SYNTAX},
        {"{'bars': [{'t': datetime(2022, 1, 3)}]}", MARKET_E_SYNTAX},
        {"{'bars': [{'t': pd.Timestamp('2022')}]}", MARKET_E_SYNTAX},
        {"{\"symbol\":\"no symbol\",\"bars\":[" BAR1 "]}", MARKET_E_SYMBOL},
        {"{\"bars\":{\"no symbol\":[" BAR1 "]}}", MARKET_E_SYMBOL},
        {"\x1F\x8Bxx", MARKET_E_SYNTAX},
        {"Date,Open,High,Low,Close\n2022-01-03,1,2,1,2\n2022-01-03 00:02,1,2,1,2\n",
         MARKET_E_TIMEFRAME},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        market_error err;
        market_status status = import_text(store, "X.csv", cases[i].text, NULL, &err, NULL);
        if (status != cases[i].status)
            fail_msg("%s: %s (%s)", cases[i].text, market_status_name(status), err.message);
        assert_int_equal(err.status, status);
        assert_true(err.message[0] != '\0');
    }
    market_error err;
    assert_status(import_text(store, "X.json", "{'t': datetime(2022, 1, 3)}", NULL, &err, NULL),
                  MARKET_E_SYNTAX);
    assert_non_null(strstr(err.message, "datetime"));
    assert_int_equal(err.column, 7);
    assert_status(import_text(store, "no symbol.json", "[" BAR1 "]", NULL, &err, NULL),
                  MARKET_E_SYMBOL);
}

static void deep_nesting_is_refused(void **state) {
    (void)state;
    static char text[200001];
    market_error err;
    memset(text, '[', 200000);
    assert_status(import_text(store, "X.json", text, NULL, &err, NULL), MARKET_E_FORMAT);
    (void)snprintf(text, sizeof text, "{\"x\":%0100d", 0);
    memset(text + 5, '[', 100);
    assert_status(import_text(store, "X.json", text, NULL, &err, NULL), MARKET_E_SYNTAX);
    assert_non_null(strstr(err.message, "deep"));
}

static void limits_hold(void **state) {
    (void)state;
    market_error err;
    market_import_options options = MARKET_IMPORT_OPTIONS_INIT;
    options.max_rows = 3;
    assert_status(import_text(store, "BAD.csv", bad_csv, &options, &err, NULL), MARKET_E_TOO_LARGE);
    options.max_rows = 0;
    options.max_bytes = 100;
    assert_status(import_text(store, "BAD.csv", bad_csv, &options, &err, NULL), MARKET_E_TOO_LARGE);
    size_t size = (size_t)3 << 20;
    char *text = malloc(size + 1);
    assert_non_null(text);
    memset(text, 'x', size);
    text[size] = '\0';
    assert_status(import_text(store, "X.csv", text, NULL, &err, NULL), MARKET_E_TOO_LARGE);
    memcpy(text, "{\"a\":\"", 6);
    assert_status(import_text(store, "X.json", text, NULL, &err, NULL), MARKET_E_TOO_LARGE);
    for (size_t i = 0; i < 300; i++)
        text[i] = ',';
    assert_status(import_text(store, "X.csv", text, NULL, &err, NULL), MARKET_E_TOO_LARGE);
    free(text);
}

static void options_are_checked(void **state) {
    (void)state;
    market_error err;
    market_import_options options = MARKET_IMPORT_OPTIONS_INIT;
    options.symbol = "lower";
    assert_status(import_text(store, "X.csv", "", &options, &err, NULL), MARKET_E_SYMBOL);
    options.symbol = NULL;
    options.feed = "a feed";
    assert_status(import_text(store, "X.csv", "", &options, &err, NULL), MARKET_E_ARGUMENT);
    options.feed = NULL;
    options.timeframe = (market_timeframe)40;
    assert_status(import_text(store, "X.csv", "", &options, &err, NULL), MARKET_E_TIMEFRAME);
    options.size = 0;
    assert_status(import_text(store, "X.csv", "", &options, &err, NULL), MARKET_E_ARGUMENT);
    assert_status(market_import(store, NULL, NULL, &err, NULL), MARKET_E_ARGUMENT);
    const market_input two = {.path = "x", .data = "y", .length = 1}, none = {0};
    assert_status(market_import(store, &two, NULL, &err, NULL), MARKET_E_ARGUMENT);
    assert_status(market_import(store, &none, NULL, &err, NULL), MARKET_E_ARGUMENT);
    assert_status(market_import(NULL, &two, NULL, &err, NULL), MARKET_E_ARGUMENT);
    const market_input missing = {.path = temp_path("missing.csv")},
                       folder = {.path = temp_path("")};
    assert_status(market_import(store, &missing, NULL, &err, NULL), MARKET_E_NOT_FOUND);
    assert_status(market_import(store, &folder, NULL, &err, NULL), MARKET_E_IO);
}

/* ---- where bytes come from ---- */

typedef struct trickle {
    const char *text;
    size_t length, at, step;
    market_status then; /* at the end */
} trickle;

static market_status drip(void *payload, size_t capacity, void *buffer, size_t *length) {
    trickle *t = payload;
    size_t left = t->length - t->at;
    size_t n = left < t->step ? left : t->step;
    n = n < capacity ? n : capacity;
    memcpy(buffer, t->text + t->at, n);
    t->at += n;
    *length = n;
    return n == 0 ? t->then : MARKET_OK;
}

static size_t compress_text(const char *text, size_t length, char *out, size_t capacity) {
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (z_const Bytef *)text;
    z.avail_in = (uInt)length;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)capacity;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    size_t size = capacity - z.avail_out;
    (void)deflateEnd(&z);
    return size;
}

static void bytes_may_trickle(void **state) {
    (void)state;
    market_error err;
    market_import_summary s;
    static const char text[] = "{\"bars\":[" BAR1 "," BAR2 "],\"symbol\":\"DRIP\"}";
    char packed[4096];
    size_t packed_size = compress_text(text, sizeof text - 1, packed, sizeof packed);
    for (size_t step = 1; step < 400; step += 7) {
        trickle plain = {text, sizeof text - 1, 0, step, MARKET_OK};
        trickle gzip = {packed, packed_size, 0, step, MARKET_OK};
        market_input input = {.read = drip, .payload = step % 2 == 0 ? &plain : &gzip};
        assert_ok(market_import(store, &input, NULL, &err, &s), &err);
        assert_int_equal(s.gzip, step % 2 != 0);
        assert_int_equal(s.bars.added + s.bars.unchanged, 2);
        assert_string_equal(s.feed, "file:input");
    }
    trickle broken = {text, 50, 0, 10, MARKET_E_IO};
    market_input input = {.read = drip, .payload = &broken};
    assert_status(market_import(store, &input, NULL, &err, &s), MARKET_E_IO);
}

static void gzip_in_every_form(void **state) {
    (void)state;
    market_error err;
    market_import_summary s;
    static char packed[8192];
    static const char head[] = "Date,Open,High,Low,Close,Volume\n2022-01-03,1,2,1,2,5\n";
    static const char tail[] = "2022-01-04,1,2,1,2,5\n";
    size_t first = compress_text(head, sizeof head - 1, packed, sizeof packed);
    size_t both =
        first + compress_text(tail, sizeof tail - 1, packed + first, sizeof packed - first);
    market_input input = {.data = packed, .length = both, .name = "/some/where/TWO.csv.gz"};
    assert_ok(market_import(store, &input, NULL, &err, &s), &err); /* two members */
    assert_int_equal(s.bars.added, 2);
    assert_string_equal(s.symbol, "TWO");
    assert_string_equal(s.feed, "file:TWO");
    for (size_t cut = 2; cut < both; cut++) {
        input.length = cut;
        if (cut != first)
            assert_status(market_import(store, &input, NULL, &err, &s), MARKET_E_SYNTAX);
    }
    input.length = both;
    packed[first + 12] ^= 0x55;
    assert_int_not_equal(market_import(store, &input, NULL, &err, &s), MARKET_OK);
    /* a bomb is stopped at the limit */
    static char zeros[1 << 20];
    memset(zeros, '\n', sizeof zeros);
    size_t bomb = compress_text(zeros, sizeof zeros, packed, sizeof packed);
    market_import_options options = MARKET_IMPORT_OPTIONS_INIT;
    options.max_bytes = 200000;
    input = (market_input){.data = packed, .length = bomb};
    assert_status(market_import(store, &input, &options, &err, &s), MARKET_E_TOO_LARGE);
}

typedef struct progress {
    uint64_t calls, bytes, total, rows, stop_after;
} progress;

static bool on_progress(void *payload, uint64_t bytes, uint64_t total, uint64_t rows) {
    progress *p = payload;
    assert_true(bytes >= p->bytes && rows >= p->rows);
    p->calls++;
    p->bytes = bytes;
    p->total = total;
    p->rows = rows;
    return p->calls != p->stop_after;
}

static bool stop(void *payload, const market_bad_row *row) {
    (void)payload;
    (void)row;
    return false;
}

static void progress_is_told_and_may_stop(void **state) {
    (void)state;
    market_error err;
    market_import_summary s;
    size_t size = 400000, used = 0;
    char *text = malloc(size);
    assert_non_null(text);
    used = (size_t)snprintf(text, size, "time,open,high,low,close,volume\n");
    for (int i = 0; used + 100 < size; i++) {
        char time[MARKET_TIME_TEXT];
        (void)market_time_format(at("2022-01-03T14:30Z") + i * INT64_C(60000), MARKET_1MIN, time);
        used += (size_t)snprintf(text + used, size - used, "%s,10,11,9,10,100\n", time);
    }
    const char *path = temp_path("LONG.csv");
    write_file(path, text, used);
    market_import_options options = MARKET_IMPORT_OPTIONS_INIT;
    progress p = {0};
    options.on_progress = on_progress;
    options.progress_payload = &p;
    market_input input = {.path = path};
    p.stop_after = 3;
    assert_status(market_import(store, &input, &options, &err, &s), MARKET_E_CANCELLED);
    p = (progress){0};
    assert_ok(market_import(store, &input, &options, &err, &s), &err);
    assert_true(p.calls > 4 && p.bytes == used && p.total == used && p.rows > 5000);
    assert_int_equal(s.timeframe, MARKET_1MIN);
    assert_int_equal(s.bars.added, s.rows);
    free(text);
    options.on_bad_row = stop;
    input = (market_input){.data = bad_csv, .length = strlen(bad_csv), .name = "BAD.csv"};
    options.on_progress = NULL;
    assert_status(market_import(store, &input, &options, &err, &s), MARKET_E_CANCELLED);
}

/* ---- what becomes of rows ---- */

static void importing_twice_changes_nothing(void **state) {
    (void)state;
    static const char text[] = "{\"bars\":[" BAR1 "," BAR2 "],\"symbol\":\"AAPL\"}";
    market_error err;
    uint64_t first = 0, second = 0;
    market_import_summary s = import("AAPL.json", text, NULL);
    assert_int_equal(s.bars.added, 2);
    assert_ok(market_store_generation(store, &err, &first), &err);
    s = import("AAPL.json", text, NULL);
    assert_int_equal(s.bars.unchanged, 2);
    assert_ok(market_store_generation(store, &err, &second), &err);
    assert_int_equal(first, second);
    s = import("AAPL.csv",
               "Date,Open,High,Low,Close,Volume\n2022-01-03,177.81,182.88,177.71,182,1\n", NULL);
    assert_int_equal(s.bars.revised, 1);
}

static void an_import_joins_a_transaction(void **state) {
    (void)state;
    market_error err;
    market_store_state now;
    assert_ok(market_store_begin(store, &err), &err);
    (void)import("A.json", "[" BAR1 "]", NULL);
    (void)import("B.json", "[" BAR1 "]", NULL);
    assert_ok(market_store_rollback(store, &err), &err);
    assert_ok(market_store_get_state(store, &err, &now), &err);
    assert_true(now.bars == 0 && now.generation == 0);
}

static void bars_that_still_run_are_incomplete(void **state) {
    (void)state;
    market_import_options options = MARKET_IMPORT_OPTIONS_INIT;
    options.fetched_at = at("2022-01-04T15:59:59");
    (void)import("AAPL.json", "[" BAR1 "," BAR2 "]", &options);
    market_series s = series("AAPL", MARKET_1DAY, MARKET_ADJUST_RAW);
    assert_true(s.bars.complete[0]);
    assert_false(s.bars.complete[1]);
    market_series_clear(&s);
    options.fetched_at = at("2022-01-04T16:00");
    market_import_summary again = import("AAPL.json", "[" BAR1 "," BAR2 "]", &options);
    assert_int_equal(again.bars.revised, 1);
}

static void adjusted_closes_give_splits(void **state) {
    (void)state;
    market_import_summary s = import("SPLIT.csv",
                                     "Date,Open,High,Low,Close,Adj Close,Volume\n"
                                     "2022-01-03,100,101,99,100,49,1000\n"
                                     "2022-01-04,100,101,99,100,49,1000\n"
                                     "2022-01-05,50,51,49,50,49,2000\n" /* 2 for 1 */
                                     "2022-01-06,49,51,48,50,50,2000\n" /* a dividend of 2 % */,
                                     NULL);
    assert_int_equal(s.splits, 1);
    market_series split = series("SPLIT", MARKET_1DAY, MARKET_ADJUST_SPLIT);
    assert_same(split.bars.close[0], 50);
    assert_same(split.bars.volume[0], 2000);
    assert_same(split.bars.close[2], 50);
    market_series_clear(&split);
    market_series all = series("SPLIT", MARKET_1DAY, MARKET_ADJUST_ALL);
    assert_true(fabs(all.bars.close[0] - 49) < 1e-12);
    assert_true(fabs(all.bars.close[2] - 49) < 1e-12);
    assert_same(all.bars.close[3], 50);
    market_series_clear(&all);
    market_series raw = series("SPLIT", MARKET_1DAY, MARKET_ADJUST_RAW);
    assert_same(raw.bars.close[0], 100);
    market_series_clear(&raw);
}

static void reading_without_a_store(void **state) {
    (void)state;
    market_error err;
    market_imported out;
    static const char text[] = "time,close\n2022-01-03,10\n2022-01-04,11\n";
    market_input input = {.data = text, .length = sizeof text - 1};
    market_import_options options = MARKET_IMPORT_OPTIONS_INIT;
    assert_status(market_import_read(&input, &options, &err, &out), MARKET_E_FORMAT);
    options.allow_missing = true;
    options.symbol = "X";
    assert_ok(market_import_read(&input, &options, &err, &out), &err);
    assert_int_equal(out.count, 1);
    assert_int_equal(out.series[0].bars.count, 2);
    assert_same(out.series[0].bars.close[1], 11);
    assert_same(out.series[0].bars.open[1], NAN);
    assert_int_equal(out.bytes, sizeof text - 1);
    market_imported_clear(&out);
    market_imported_clear(&out);
    assert_status(market_import_read(&input, &options, &err, NULL), MARKET_E_ARGUMENT);
}

static void real_answers(void **state) {
    (void)state;
    static const struct {
        const char *name;
        size_t bars;
        double last;
    } cases[] = {{"seed/AAPL.json", 141, 151.3},
                 {"seed/META.json", 141, 161.575},
                 {"seed/TSLA.json", 150, 901.5}};
    for (size_t i = 0; i < 3; i++) {
        const char *path = shared_file(cases[i].name);
        if (path == NULL)
            skip();
        market_error err;
        market_import_summary s;
        market_input input = {.path = path};
        assert_ok(market_import(store, &input, NULL, &err, &s), &err);
        assert_int_equal(s.rows, cases[i].bars);
        assert_int_equal(s.bars.added, cases[i].bars);
        market_series whole = series(s.symbol, MARKET_1DAY, MARKET_ADJUST_SPLIT);
        assert_same(whole.bars.close[cases[i].bars - 1], cases[i].last);
        market_series_clear(&whole);
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_store, drop_store)
    const struct CMUnitTest tests[] = {
        TEST(csv_variants),
        TEST(wide_timeframes_need_several_gaps),
        TEST(json_and_python_variants),
        TEST(several_symbols),
        TEST(bad_rows_are_reported_and_left_out),
        TEST(descending_rows_are_turned),
        TEST(faults_of_numbers_are_told_apart),
        TEST(strict_stops_and_stores_nothing),
        TEST(bad_bars_in_json_have_places),
        TEST(broken_inputs_are_refused),
        TEST(deep_nesting_is_refused),
        TEST(limits_hold),
        TEST(options_are_checked),
        TEST(bytes_may_trickle),
        TEST(gzip_in_every_form),
        TEST(progress_is_told_and_may_stop),
        TEST(importing_twice_changes_nothing),
        TEST(an_import_joins_a_transaction),
        TEST(bars_that_still_run_are_incomplete),
        TEST(adjusted_closes_give_splits),
        TEST(reading_without_a_store),
        TEST(real_answers),
    };
    return cmocka_run_group_tests_name("market import", tests, NULL, NULL);
}
