package io.github.reactorchutes.limits;

import io.github.reactorchutes.database.SchemaScripts;

/** The tables of limits. */
final class Schema {

    static final int VERSION = 1;

    static final SchemaScripts SCRIPTS =
            new SchemaScripts(Schema.class, "limits", "chutes_limit_schema", VERSION, 0x636875746573_4cL);

    private Schema() {}
}
