package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.catalogue.Cord;
import io.github.reactorchutes.catalogue.CordField;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.Field;
import io.github.reactorchutes.test.ChutesEmulator;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The settings that the page needs before a visitor acts: limits, and the endpoints with their fields. */
@RestController
final class SettingsController {

    private final Settings settings;

    SettingsController(GatewayProperties properties, OfferedChutes chutes, ObjectProvider<ChutesEmulator> emulator) {
        this.settings = new Settings(
                emulator.getIfAvailable() != null,
                !chutes.isEmpty(),
                properties.maxPromptLength(),
                properties.maxImageSize().toBytes(),
                Endpoint.known().stream().map(EndpointView::of).toList());
    }

    @GetMapping("/settings")
    Settings settings() {
        return settings;
    }

    record Settings(
            boolean emulator, boolean chutes, int maxPromptLength, long maxImageBytes, List<EndpointView> endpoints) {}

    record EndpointView(String name, List<FieldView> fields) {

        static EndpointView of(Endpoint endpoint) {
            return new EndpointView(
                    endpoint.name(),
                    endpoint.fields().stream().map(FieldView::of).toList());
        }

        /** Show a cord with the fields that a form can have, and one image. */
        static EndpointView of(String name, Cord cord) {
            CordField image = ChuteForm.imageOf(cord).orElse(null);
            return new EndpointView(
                    name,
                    cord.fields().stream()
                            .filter(ChuteForm::isShown)
                            .filter(field -> field == image || !ChuteForm.isImage(field))
                            .map(FieldView::of)
                            .toList());
        }
    }

    /** A field, without bounds if the catalogue's schema checks them. */
    record FieldView(
            String key,
            String type,
            boolean required,
            @Nullable BigDecimal min,
            @Nullable BigDecimal max,
            @Nullable String defaultValue,
            List<String> choices,
            String description) {

        static FieldView of(Field field) {
            return new FieldView(
                    field.key(),
                    field.type().name().toLowerCase(Locale.ROOT),
                    field.isRequired(),
                    field.min(),
                    field.max(),
                    field.defaultValue(),
                    field.choices(),
                    field.description());
        }

        static FieldView of(CordField field) {
            String type = ChuteForm.isImage(field)
                    ? "image"
                    : field.choices().isEmpty() ? field.type().name().toLowerCase(Locale.ROOT) : "choice";
            String description = field.description().isEmpty() ? field.name() : field.description();
            return new FieldView(
                    field.name(),
                    type,
                    field.isRequired(),
                    null,
                    null,
                    field.defaultValue(),
                    field.choices(),
                    field.bounds().isEmpty() ? description : description + ", " + field.bounds());
        }
    }
}
