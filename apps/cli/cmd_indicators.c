#include "cli.h"
#include "commands.h"

#include <string.h>

static const struct cli_column columns[] = {{"id", "ID", CLI_LEFT},
                                            {"name", "NAME", CLI_CUT},
                                            {"group", "GROUP", CLI_LEFT},
                                            {"parameters", "PARAMETERS", CLI_CUT},
                                            {"outputs", "OUTPUTS", CLI_CUT}};

static void list_params(const ta_indicator *ind, app_text *out) {
    app_text_reset(out);
    for (size_t i = 0; i < ta_indicator_describe(ind)->n_params; i++) {
        const ta_param_info *param = ta_indicator_param(ind, i);
        app_text_format(out, "%s%s=", i ? "," : "", param->id);
        if (param->kind == TA_PARAM_ENUM)
            app_text_str(out, param->choices[(size_t)param->def]);
        else
            app_text_number(out, param->def);
    }
}

static void list_outputs(const ta_indicator *ind, app_text *out) {
    app_text_reset(out);
    for (size_t i = 0; i < ta_indicator_describe(ind)->n_outputs; i++)
        app_text_format(out, "%s%s", i ? "," : "", ta_indicator_output(ind, i)->id);
}

static int put_json(struct cli *cli) {
    size_t len = 0;
    (void)ta_describe_json(NULL, NULL, 0, &len);
    char *room = app_text_room(&cli->out, len + 1);
    if (!room || ta_describe_json(NULL, room, len + 1, &len))
        return cli_fail(CLI_FAILURE, "indicators", "", "out of memory");
    app_text_advance(&cli->out, len);
    app_text_char(&cli->out, '\n');
    return CLI_OK;
}

static int run(struct cli *cli) {
    struct cli_rows rows;
    app_text list;
    if (cli->values.format == CLI_JSON)
        return put_json(cli);
    app_text_init(&list, 0);
    cli_rows_begin(&rows, cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < ta_indicator_count(); i++) {
        const ta_indicator *ind = ta_indicator_at(i);
        const ta_indicator_info *info = ta_indicator_describe(ind);
        cli_rows_text(&rows, info->id);
        cli_rows_text(&rows, info->name);
        cli_rows_text(&rows, info->group);
        list_params(ind, &list);
        cli_rows_text(&rows, list.len ? list.data : "");
        list_outputs(ind, &list);
        cli_rows_text(&rows, list.len ? list.data : "");
    }
    app_text_clear(&list);
    return cli_rows_end(&rows);
}

const struct cli_command cli_indicators = {
    .name = "indicators",
    .args = "",
    .summary = "list the technical indicators",
    .details = "Parameters are shown with their defaults.\n",
    .examples = "  mkt indicators\n"
                "  mkt indicators --format json\n",
    .run = run,
};
