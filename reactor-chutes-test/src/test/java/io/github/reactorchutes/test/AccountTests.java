package io.github.reactorchutes.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AccountTests {

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.of(
            ChutesEmulator.builder().smallVideos(true).validTokens("token"));

    private final ChutesEmulator emulator = chutes.emulator();

    private final EmulatedAccount account = emulator.account();

    private final EmulatedChute painter = emulator.chute("harbor/painter");

    @Test
    void showsTheUserAndTheBalance() {
        account.balance(12.5);

        JsonNode user = get("/users/me");

        assertThat(user.get("username").stringValue()).isEqualTo("emulator");
        assertThat(user.get("balance").doubleValue()).isEqualTo(12.5);
    }

    @Test
    void countsGenerationsInTheQuotaOfAllChutes() {
        assertThat(paint().statusCode()).isEqualTo(200);
        assertThat(Calls.post(emulator, "/text2video", Wire.JSON).statusCode()).isEqualTo(200);
        assertThat(Calls.post(emulator, "/text2video", "{}").statusCode()).isEqualTo(400);

        assertThat(get("/users/me/quota_usage/*")).hasToString("{\"quota\":300,\"used\":2.0}");
        assertThat(get("/users/me/quota_usage/" + painter.id()).get("used").doubleValue())
                .isEqualTo(2);
        assertThat(account.used()).isEqualTo(2);
    }

    @Test
    void countsTheQuotaOfAChuteApart() {
        account.quota(painter, 5);

        HttpResponse<byte[]> response = paint();

        assertThat(response.headers().firstValue("X-Chutes-Quota-Remaining")).contains("4");
        assertThat(get("/users/me/quota_usage/" + painter.id())).hasToString("{\"quota\":5,\"used\":1.0}");
        assertThat(account.used()).isZero();
        assertThat(get("/users/me/quotas")
                        .valueStream()
                        .map(quota -> quota.get("chute_id").stringValue() + " "
                                + quota.get("quota").intValue()))
                .containsExactly("* 300", painter.id() + " 5");
    }

    @Test
    void refusesCallsWithoutQuotaAndBalance() {
        account.quota(1).balance(0);

        assertThat(paint().statusCode()).isEqualTo(200);
        HttpResponse<byte[]> refused = paint();

        assertThat(refused.statusCode()).isEqualTo(402);
        JsonNode detail = new JsonMapper().readTree(refused.body()).get("detail");
        assertThat(OffsetDateTime.parse(detail.get("quota_reset_timestamp").stringValue())
                        .toInstant())
                .isAfter(Instant.now());
        assertThat(account.used()).isEqualTo(1);
    }

    @Test
    void alwaysPaysUnlessATestSaysWhatItHas() {
        emulator.chute("harbor/painter").price(3600 * 100);
        for (int call = 0; call < 302; call++) {
            assertThat(paint().statusCode()).isEqualTo(200);
        }
        assertThat(account.balance()).isNegative();
    }

    @Test
    void paysWithTheBalanceBeyondTheQuota() {
        account.quota(0).balance(1);
        painter.price(3600);

        assertThat(paint().statusCode()).isEqualTo(200);

        assertThat(account.balance()).isZero();
        assertThat(paint().statusCode()).isEqualTo(402);
    }

    @Test
    void paysLessWithADiscountOrAPriceOfItsOwn() {
        account.quota(0).discount(painter, 0.25);
        painter.price(3600);

        paint();
        assertThat(account.balance()).isCloseTo(9.25, within(1e-9));
        account.priceOverride(painter, 2);
        paint();
        assertThat(account.balance()).isCloseTo(7.25, within(1e-9));
        assertThat(get("/users/me/discounts").at("/0/discount").doubleValue()).isEqualTo(0.25);
        assertThat(get("/users/me/price_overrides").at("/0/per_request").doubleValue())
                .isEqualTo(2);
    }

    @Test
    void hasNoSubscriptionUnlessSubscribed() {
        assertThat(get("/users/me/subscription_usage")).hasToString("{\"subscription\":false}");
    }

    @Test
    void countsGenerationsInTheCapsOfASubscription() {
        account.subscribe(20, 1, 42);
        painter.price(3600);
        paint();

        JsonNode usage = get("/users/me/subscription_usage");

        assertThat(usage.get("monthly_price").doubleValue()).isEqualTo(20);
        assertThat(usage.at("/four_hour/usage").doubleValue()).isEqualTo(2);
        assertThat(usage.at("/four_hour/cap").doubleValue()).isCloseTo(8.333, within(0.001));
        assertThat(usage.at("/monthly/usage").doubleValue()).isEqualTo(43);
        assertThat(usage.at("/monthly/remaining").doubleValue()).isEqualTo(57);
        assertThat(OffsetDateTime.parse(usage.at("/four_hour/reset_at").stringValue())
                        .toInstant())
                .isAfter(Instant.now());
    }

    @Test
    void refusesCallsBeyondTheCapsOfASubscription() {
        account.subscribe(20, 9, 42).balance(0);
        assertError(paint(), PlatformError.SUBSCRIPTION_CAP_EXCEEDED);

        account.balance(1);
        assertThat(paint().statusCode()).isEqualTo(200);
    }

    @Test
    void showsNoQuotasOfAnUnlimitedAccount() {
        account.unlimited().quota(0).balance(0);

        assertThat(get("/users/me/quotas")).hasToString("{}");
        assertThat(get("/users/me/quota_usage/me")).hasToString("{\"quota\":\"unlimited\",\"used\":0}");
        assertThat(paint().statusCode()).isEqualTo(200);
    }

    @Test
    void warmsUpOnlyForAnAccountWithBalance() {
        account.balance(0);

        HttpResponse<byte[]> response = Calls.send(
                Calls.request(emulator, "/chutes/warmup/harbor/painter").header("Authorization", "Bearer token"));

        assertError(response, PlatformError.BALANCE_EXHAUSTED);
    }

    @Test
    void showsThePricesOfGpusToEverybody() {
        HttpResponse<byte[]> response = Calls.send(Calls.request(emulator, "/pricing"));

        assertThat(new JsonMapper()
                        .readTree(response.body())
                        .at("/gpu_price_estimates/h100/usd/hour")
                        .doubleValue())
                .isEqualTo(1.8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/users/me",
                "/users/me/quotas",
                "/users/me/quota_usage/me",
                "/users/me/subscription_usage",
                "/users/me/discounts",
                "/users/me/price_overrides"
            })
    void needsAToken(String path) {
        assertError(Calls.send(Calls.request(emulator, path)), PlatformError.AUTHENTICATION_REQUIRED);
    }

    @Test
    void hasNothingElse() {
        assertError(
                Calls.send(Calls.request(emulator, "/users/me/secrets").header("Authorization", "Bearer token")),
                PlatformError.NOT_FOUND);
    }

    @Test
    void forgetsWhatATestSet() {
        account.quota(1)
                .quota(painter, 2)
                .used(7)
                .balance(0)
                .unlimited()
                .subscribe(20)
                .discount(painter, 1);

        emulator.reset();

        assertThat(account).hasToString("EmulatedAccount[balance=10.0, quotas={*=Allowance[quota=300, used=0]}]");
        assertThat(get("/users/me/subscription_usage")).hasToString("{\"subscription\":false}");
        assertThat(get("/users/me/discounts")).isEmpty();
    }

    private HttpResponse<byte[]> paint() {
        return Calls.post(emulator, "/harbor-painter/generate", "{\"prompt\":\"fox\"}");
    }

    private JsonNode get(String path) {
        HttpResponse<byte[]> response =
                Calls.send(Calls.request(emulator, path).header("Authorization", "Bearer token"));
        assertThat(response.statusCode()).isEqualTo(200);
        return new JsonMapper().readTree(response.body());
    }

    private static void assertError(HttpResponse<byte[]> response, PlatformError error) {
        assertThat(Calls.text(response)).isEqualTo(error.body());
        assertThat(response.statusCode()).isEqualTo(error.status());
    }
}
