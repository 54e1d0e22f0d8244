#include "cli.h"
#include "commands.h"
#include "common/number.h"

#include <stdio.h>
#include <string.h>

static const struct cli_column columns[] = {
    {"parameter", "PARAMETER", CLI_LEFT}, {"name", "NAME", CLI_LEFT},
    {"kind", "KIND", CLI_LEFT},           {"default", "DEFAULT", CLI_RIGHT},
    {"min", "LEAST", CLI_RIGHT},          {"max", "MOST", CLI_RIGHT},
    {"step", "STEP", CLI_RIGHT},          {"choices", "CHOICES", CLI_LEFT}};

static void put_field(app_text *out, const char *name, const char *value) {
    app_text_format(out, "%-9s ", name);
    cli_put_wrapped(out, value, 10, 10);
}

static const char *input_name(ta_input input) {
    static const char *const names[] = {"open",   "high",     "low",     "close",
                                        "volume", "a series", "another", "session"};
    return input <= TA_INPUT_SESSION ? names[input] : "?";
}

static void put_inputs(app_text *out, const ta_indicator_info *info) {
    app_text_str(out, "inputs   ");
    for (size_t i = 0; i < info->n_inputs; i++)
        app_text_format(out, "%s%s", i ? ", " : " ", input_name(info->inputs[i]));
    app_text_str(out, "\n");
}

static void put_outputs(app_text *out, const app_spec *spec) {
    const ta_indicator_info *info = ta_indicator_describe(spec->ind);
    app_text_str(out, "outputs  ");
    for (size_t i = 0; i < info->n_outputs; i++) {
        const ta_output_info *output = ta_indicator_output(spec->ind, i);
        app_text_format(out, "%s%s", i ? ", " : " ", output->id);
        if (strcmp(output->id, output->name) != 0)
            app_text_format(out, " (%s)", output->name);
    }
    app_text_format(out, "\nlookback  %zu bars with %s\n", spec->lookback, spec->text);
}

static void put_head(app_text *out, const app_spec *spec) {
    const ta_indicator_info *info = ta_indicator_describe(spec->ind);
    app_text_format(out, "%s: %s\n%s\n\n", info->id, info->name, info->summary);
    put_field(out, "group", info->group);
    put_inputs(out, info);
    put_outputs(out, spec);
    put_field(out, "formula", info->formula);
    put_field(out, "source", info->source);
    if (info->n_levels) {
        app_text_str(out, "levels   ");
        for (size_t i = 0; i < info->n_levels; i++) {
            app_text_str(out, i ? ", " : " ");
            app_text_number(out, info->levels[i]);
        }
        app_text_char(out, '\n');
    }
    if (info->n_params)
        app_text_char(out, '\n');
}

static void put_param(struct cli_rows *rows, const ta_param_info *param) {
    static const char *const kinds[] = {"int", "real", "enum"};
    bool is_enum = param->kind == TA_PARAM_ENUM;
    app_text choices;
    app_text_init(&choices, 0);
    for (size_t i = 0; is_enum && param->choices[i]; i++)
        app_text_format(&choices, "%s%s", i ? " " : "", param->choices[i]);
    cli_rows_text(rows, param->id);
    cli_rows_text(rows, param->name);
    cli_rows_text(rows, kinds[param->kind]);
    if (is_enum) {
        cli_rows_text(rows, param->choices[(size_t)param->def]);
        for (int i = 0; i < 3; i++)
            cli_rows_empty(rows);
    } else {
        cli_rows_number(rows, param->def, -1);
        cli_rows_number(rows, param->min, -1);
        cli_rows_number(rows, param->max, -1);
        cli_rows_number(rows, param->step, -1);
    }
    cli_rows_text(rows, choices.len ? choices.data : "");
    app_text_clear(&choices);
}

static int put_json(struct cli *cli, const ta_indicator *ind) {
    size_t len = 0;
    (void)ta_describe_json(ind, NULL, 0, &len);
    char *room = app_text_room(&cli->out, len + 1);
    if (!room || ta_describe_json(ind, room, len + 1, &len))
        return cli_fail(CLI_FAILURE, "describe", "", "out of memory");
    app_text_advance(&cli->out, len);
    app_text_char(&cli->out, '\n');
    return CLI_OK;
}

static int run(struct cli *cli) {
    struct cli_rows rows;
    app_spec spec;
    int code = cli_parse_specs(cli->args, 1, &spec);
    if (code)
        return code;
    if (cli->values.format == CLI_JSON)
        return put_json(cli, spec.ind);
    if (cli->values.format == CLI_TABLE) {
        put_head(&cli->out, &spec);
        if (!spec.n_params)
            return CLI_OK;
    }
    cli_rows_begin(&rows, cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < spec.n_params; i++)
        put_param(&rows, ta_indicator_param(spec.ind, i));
    return cli_rows_end(&rows);
}

const struct cli_command cli_describe = {
    .name = "describe",
    .args = "ID",
    .min_args = 1,
    .max_args = 1,
    .summary = "explain an indicator: formula, parameters, source",
    .details = "With parameters (ema:period=50) it says how many bars these need first.\n",
    .examples = "  mkt describe ema\n"
                "  mkt describe macd:slow=50\n"
                "  mkt describe ema --format json\n",
    .run = run,
};
