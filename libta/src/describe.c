/* The registry as JSON; the form is documented in docs/api.md. */
#include "indicator.h"
#include "text.h"

static const char *const input_names[] = {"open",   "high", "low",   "close",
                                          "volume", "real", "real2", "session"};
static const char *const kind_names[] = {"int", "real", "enum"};
static const char *const plot_names[] = {"line", "histogram", "band_upper", "band_lower"};
static const char *const unit_names[] = {"price",  "difference", "percent", "ratio",
                                         "volume", "bars",       "other"};
static const char *const class_names[] = {"exact",     "elementwise", "window", "anchored",
                                          "recursive", "cumulative",  "libm"};

static void member(ta__text *t, const char *mark, const char *name) {
    ta__text_str(t, mark);
    ta__text_json(t, name);
    ta__text_str(t, ":");
}

static void string_member(ta__text *t, const char *mark, const char *name, const char *value) {
    member(t, mark, name);
    ta__text_json(t, value);
}

static void number_member(ta__text *t, const char *mark, const char *name, double value) {
    member(t, mark, name);
    ta__text_double(t, value);
}

static void describe_param(ta__text *t, const ta_param_info *p) {
    string_member(t, "{", "id", p->id);
    string_member(t, ",", "name", p->name);
    string_member(t, ",", "kind", kind_names[p->kind]);
    if (p->kind == TA_PARAM_ENUM) {
        string_member(t, ",", "default", p->choices[(size_t)p->def]);
        member(t, ",", "choices");
        for (size_t i = 0; p->choices[i]; i++) {
            ta__text_str(t, i ? "," : "[");
            ta__text_json(t, p->choices[i]);
        }
        ta__text_str(t, "]}");
        return;
    }
    number_member(t, ",", "default", p->def);
    number_member(t, ",", "min", p->min);
    number_member(t, ",", "max", p->max);
    number_member(t, ",", "step", p->step);
    ta__text_str(t, "}");
}

static void describe_output(ta__text *t, const ta_output_info *o) {
    string_member(t, "{", "id", o->id);
    string_member(t, ",", "name", o->name);
    string_member(t, ",", "plot", plot_names[o->plot]);
    string_member(t, ",", "unit", unit_names[o->unit]);
    number_member(t, ",", "shift", o->shift);
    ta__text_str(t, "}");
}

static void describe(ta__text *t, const ta_indicator *ind) {
    const ta_indicator_info *info = &ind->info;
    string_member(t, "{", "id", info->id);
    string_member(t, ",", "name", info->name);
    string_member(t, ",", "short_name", info->short_name);
    string_member(t, ",", "group", info->group);
    string_member(t, ",", "class", class_names[info->numeric_class]);
    string_member(t, ",", "summary", info->summary);
    string_member(t, ",", "formula", info->formula);
    string_member(t, ",", "source", info->source);
    member(t, ",", "inputs");
    for (size_t i = 0; i < info->n_inputs; i++) {
        ta__text_str(t, i ? "," : "[");
        ta__text_json(t, input_names[info->inputs[i]]);
    }
    ta__text_str(t, "]");
    member(t, ",", "params");
    ta__text_str(t, "[");
    for (size_t i = 0; i < info->n_params; i++) {
        ta__text_str(t, i ? "," : "");
        describe_param(t, &ind->params[i]);
    }
    ta__text_str(t, "]");
    member(t, ",", "outputs");
    for (size_t i = 0; i < info->n_outputs; i++) {
        ta__text_str(t, i ? "," : "[");
        describe_output(t, &ind->outputs[i]);
    }
    ta__text_str(t, "]");
    member(t, ",", "overlay");
    ta__text_str(t, info->overlay ? "true" : "false");
    member(t, ",", "partial");
    ta__text_str(t, info->partial ? "true" : "false");
    member(t, ",", "levels");
    ta__text_str(t, "[");
    for (size_t i = 0; i < info->n_levels; i++) {
        ta__text_str(t, i ? "," : "");
        ta__text_double(t, info->levels[i]);
    }
    ta__text_str(t, "]");
    member(t, ",", "bounds");
    if (info->bounded) {
        ta__text_str(t, "[");
        ta__text_double(t, info->lower);
        ta__text_str(t, ",");
        ta__text_double(t, info->upper);
        ta__text_str(t, "]}");
    } else {
        ta__text_str(t, "null}");
    }
}

ta_status ta_describe_json(const ta_indicator *ind, char *buf, size_t cap, size_t *len) {
    if (!buf && cap > 0)
        return TA_ERR_ARGUMENT;
    ta__text t = {.buf = buf, .cap = cap};
    if (ind) {
        describe(&t, ind);
    } else {
        for (size_t i = 0; i < ta_indicator_count(); i++) {
            ta__text_str(&t, i ? "," : "[");
            describe(&t, ta_indicator_at(i));
        }
        ta__text_str(&t, "]");
    }
    ta__text_end(&t);
    if (len)
        *len = t.len;
    return t.len < cap ? TA_OK : TA_ERR_BUFFER;
}
