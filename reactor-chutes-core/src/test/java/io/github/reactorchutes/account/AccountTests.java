package io.github.reactorchutes.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.Quota;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

@Tag("watched")
class AccountTests {

    private static final String SUBSCRIBED = """
            {"subscription":true,"custom":false,"monthly_price":20.0,"anchor_date":"2026-09-14T08:12:45.123456",\
            "four_hour":{"usage":8.5,"cap":8.25,"remaining":0,"reset_at":"2026-09-27T12:00:00+00:00"},\
            "monthly":{"usage":"42.5","cap":100,"reset_at":"2026-10-14T08:12:45.5"}}""";

    private static final String UNSUBSCRIBED = "{\"subscription\":false}";

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @Test
    void readsUserAndBalanceAndNothingThatIsForOthers() throws IOException {
        String body = "{\"username\":\"fox\",\"user_id\":\"u-1\",\"balance\":12.5,\"payment_address\":\"5Secret\"}";

        AccountProfile profile = ask(Map.of("/users/me", body), Account::profile);

        assertThat(profile.username()).isEqualTo("fox");
        assertThat(profile.userId()).isEqualTo("u-1");
        assertThat(profile.balance()).isEqualTo(12.5);
        assertThat(profile).hasToString("AccountProfile[username=fox, balance=12.5]");
    }

    @Test
    void readsQuotas() throws IOException {
        String rows = "[{\"chute_id\":\"*\",\"quota\":200,\"is_default\":true},{\"quota\":1},7,"
                + "{\"chute_id\":\"c-1\",\"quota\":\"unlimited\"},{\"chute_id\":\"c-2\",\"quota\":\"?\"}]";

        assertThat(ask(Map.of("/users/me/quotas", rows), Account::quotas))
                .extracting(Object::toString)
                .containsExactly(
                        "ChuteQuota[chuteId=*, calls=200.0]",
                        "ChuteQuota[chuteId=c-1, calls=Infinity]",
                        "ChuteQuota[chuteId=c-2, calls=null]");
    }

    /** An account without its own quotas gets the default ones, in another shape; a free one gets an empty object. */
    @Test
    void readsDefaultQuotas() throws IOException {
        assertThat(ask(Map.of("/users/me/quotas", "{\"*\":200}"), Account::quotas))
                .extracting(Object::toString)
                .containsExactly("ChuteQuota[chuteId=*, calls=200.0]");
        assertThat(ask(Map.of("/users/me/quotas", "{}"), Account::quotas)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{\"quota\":200,\"used\":37.5}`, 200, 37.5, 162.5",
                "`{\"quota\":2,\"used\":3}`, 2, 3, 0",
                "`{\"quota\":\"unlimited\",\"used\":0}`, Infinity, 0, Infinity",
                "`{\"quota\":null}`, , , ",
                "`[]`, , , "
            })
    void readsTheUseOfAQuota(String body, Double total, Double used, Double remaining) throws IOException {
        Quota quota = ask(Map.of("/users/me/quota_usage/c-1", body), account -> account.quotaUsage("c-1"));

        assertThat(quota.total()).isEqualTo(total);
        assertThat(quota.used()).isEqualTo(used);
        assertThat(quota.remaining()).isEqualTo(remaining);
    }

    @Test
    void readsTheCapsOfASubscriptionAndWhenTheyReset() throws IOException {
        SubscriptionUsage usage = ask(Map.of("/users/me/subscription_usage", SUBSCRIBED), Account::subscriptionUsage);

        assertThat(usage.isActive()).isTrue();
        assertThat(usage.monthlyPrice()).isEqualTo(20);
        assertThat(usage.fourHours()).hasToString("UsageCap[used=8.5, cap=8.25, resetsAt=2026-09-27T12:00:00Z]");
        assertThat(usage.month()).hasToString("UsageCap[used=42.5, cap=100.0, resetsAt=2026-10-14T08:12:45.500Z]");
        assertThat(usage.isExhausted()).isTrue();
        assertThat(usage.resetsAt()).isEqualTo(Instant.parse("2026-09-27T12:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {UNSUBSCRIBED, "{}", "[]", "{\"subscription\":\"?\",\"four_hour\":7}"})
    void readsAnAccountWithoutASubscription(String body) throws IOException {
        SubscriptionUsage usage = ask(Map.of("/users/me/subscription_usage", body), Account::subscriptionUsage);

        assertThat(usage.isActive()).isFalse();
        assertThat(usage.fourHours()).isNull();
        assertThat(usage.isExhausted()).isFalse();
        assertThat(usage.resetsAt()).isNull();
    }

    @Test
    void readsASubscriptionWithoutAMonthlyCap() throws IOException {
        String body = "{\"subscription\":true,\"four_hour\":{\"usage\":9,\"cap\":8,\"reset_at\":\"soon\"},"
                + "\"monthly\":{\"uncapped\":true,\"usage\":900}}";

        SubscriptionUsage usage = ask(Map.of("/users/me/subscription_usage", body), Account::subscriptionUsage);

        assertThat(usage.month()).hasToString("UsageCap[used=900.0, cap=Infinity, resetsAt=null]");
        assertThat(usage.isExhausted()).isTrue();
        assertThat(usage.resetsAt()).isNull();
    }

    @Test
    void readsDiscountsAndPrices() throws IOException {
        Map<String, String> answers = Map.of(
                "/users/me/discounts",
                "[{\"user_id\":\"u\",\"chute_id\":\"c-1\",\"discount\":0.25},{\"chute_id\":\"c-2\"}]",
                "/users/me/price_overrides",
                "[{\"user_id\":\"u\",\"chute_id\":\"c-1\",\"per_request\":0.1,\"per_step\":null,\"note\":\"x\"}]");

        assertThat(ask(answers, Account::discounts)).containsExactly(Map.entry("c-1", 0.25));
        assertThat(ask(answers, Account::priceOverrides)).singleElement().satisfies(override -> {
            assertThat(override.chuteId()).isEqualTo("c-1");
            assertThat(override.prices()).containsExactly(Map.entry("per_request", 0.1));
        });
    }

    @Test
    void collectsTheStateAndToleratesAPartThatCannotBeRead() throws IOException {
        AccountState state =
                ask(Map.of("/users/me", "{\"balance\":0}", "/users/me/subscription_usage", SUBSCRIBED), Account::state);

        assertThat(state.balance()).isZero();
        assertThat(state.quota()).isNull();
        assertThat(state.isExhausted()).isTrue();
        assertThat(state.resetsAt()).isEqualTo(Instant.parse("2026-09-27T12:00:00Z"));
    }

    @ParameterizedTest(name = "balance {0}, quota {1}, subscription {2}: exhausted {3}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "0, 200/200, none, true",
                "-0.4, 200/200, none, true",
                "0, 0/0, none, true",
                "0, 37/200, none, false",
                "5, 200/200, none, false",
                "0, unlimited, none, false",
                "0, 200/200, unreadable, false",
                "0, 200/200, free, false",
                "0, 37/200, capped, true",
                "5, 37/200, capped, false"
            })
    void knowsWhetherTheAccountCanPay(double balance, String quota, String subscription, boolean exhausted)
            throws IOException {
        String[] usage = quota.split("/", -1);
        String total = usage.length == 2 ? usage[1] : "\"unlimited\"";
        Map<String, String> answers = new HashMap<>(Map.of(
                "/users/me", "{\"balance\":" + balance + "}",
                "/users/me/quota_usage/me",
                        "{\"quota\":" + total + ",\"used\":" + (usage.length == 2 ? usage[0] : "0") + "}"));
        switch (subscription) {
            case "none" -> answers.put("/users/me/subscription_usage", UNSUBSCRIBED);
            case "free" ->
                answers.put(
                        "/users/me/subscription_usage",
                        "{\"subscription\":true,\"four_hour\":{\"usage\":1,\"cap\":8}}");
            case "capped" -> answers.put("/users/me/subscription_usage", SUBSCRIBED);
            default -> {}
        }

        assertThat(ask(answers, Account::state).isExhausted()).isEqualTo(exhausted);
    }

    @Test
    void failsIfNoPartCanBeRead() {
        assertThatThrownBy(() -> ask(Map.of(), Account::state))
                .isInstanceOfSatisfying(
                        ChutesResponseException.class,
                        error -> assertThat(error.status()).isEqualTo(403))
                .hasMessageStartingWith("account: ");
    }

    /** Ask a server that has some answers, and refuses everything else. */
    private <T> T ask(Map<String, String> answers, Function<Account, Mono<T>> question) throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            while (true) {
                String body = answers.get(connection.readRequest().path());
                connection.write(
                        body == null
                                ? Heads.answer(403, "application/json", "{\"detail\":\"no\"}")
                                : Heads.answer(200, "application/json", body));
            }
        })) {
            T answer = question.apply(clients.client(server.url()).account())
                    .blockOptional(Calls.SOON)
                    .orElseThrow();
            assertThat(server.requests())
                    .allSatisfy(request -> assertThat(request.head()).startsWith("GET "));
            return answer;
        }
    }
}
