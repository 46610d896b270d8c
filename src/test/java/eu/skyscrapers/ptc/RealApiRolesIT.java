package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.api.server.RealApiServer;
import eu.skyscrapers.ptc.cli.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a real API server refuses whom, what the audit says then, and that its commands grant what was missing. */
class RealApiRolesIT extends RealApi {
    private static final Pattern COMMAND =
            Pattern.compile("with: (kubectl create .*?)(?:, or name namespaces .*)?$", Pattern.MULTILINE);

    @RegisterExtension
    static final RealApiServer SERVER = RealApiServer.filledBy(server -> {
        server.createAll(List.of(pod("shop", "a", CACHED), pod("shop", "b", "nginx"), pod("bank", "a", "redis")));
        if (server.serves("apps/v1", "Deployment")) {
            server.createAll(recorded("deployments.json"));
        }
    });

    @Override
    RealApiServer server() {
        return SERVER;
    }

    /** Runs the command that a message ends with, as an administrator would. */
    private void grant(String message) throws Exception {
        Matcher command = COMMAND.matcher(message.strip());
        assertThat(command.find()).as(message).isTrue();
        Path admin = SERVER.kubeconfigs(folder).write("admin");
        Path kubectl = RealApiServer.program("kubectl").orElseThrow();
        Files.writeString(
                folder.resolve("grant.sh"),
                "set -e\nkubectl() { '" + kubectl + "' --kubeconfig '" + admin + "' \"$@\"; }\n" + command.group(1)
                        + "\n");
        ProcessRun granted = ProcessRun.of(
                folder, Map.of("HOME", folder.toString(), "PATH", "/usr/bin:/bin"), List.of("sh", "grant.sh"));
        assertThat(granted.exitCode()).as(granted.err()).isZero();
    }

    @Test
    void whoMayDoNothingIsToldWhatIsMissing() {
        Cli.Run run = audit("none", "-o", "json");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(cluster(run).path("images")).isEmpty();
        assertThat(run.err())
                .contains(
                        "403 Forbidden: pods is forbidden: User \"none\" cannot list resource \"pods\" in API group \"\""
                                + " at the cluster scope")
                .contains("kubectl create clusterrole audit-ecr-ptc-list --verb=list,watch --resource=pods")
                .contains("--user=none");
    }

    /** There is nothing to fall back on: that nothing changes can only be watched. */
    @Test
    void whoMayOnlyListAuditsButCannotWait() {
        Cli.Run run = audit("lister", "-o", "json");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(images(cluster(run))).contains(CACHED, "nginx", "redis");
        Cli.Run waited = audit("lister", "-o", "json", "--wait", "10m");
        assertThat(waited.exitCode()).isEqualTo(3);
        assertThat(waited.err())
                .contains("User \"lister\" cannot watch resource \"pods\"")
                .contains("--verb=list,watch");
    }

    @Test
    void aTokenThatTheServerDoesNotKnow() {
        Cli.Run run = audit("viewer", "--token", "of-nobody");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("401 Unauthorized").doesNotContain("of-nobody");
    }

    /** The role that comes with the program: enough for an audit and a wait, and for no more. */
    @Test
    void theShippedRoleIsEnough() {
        SERVER.needsRoles();
        SERVER.createAll(ShippedYaml.documents(Path.of("src/deploy/role.yaml")));
        SERVER.awaitStatus("member", PODS, 200);
        SERVER.awaitStatus("member", "/api/v1/namespaces", 403);
        assertThat(audit("member").exitCode()).isEqualTo(1);
        assertThat(audit("member", "--wait", "1s").err()).contains("time is up").doesNotContain("403");
        Cli.Run templates = audit("member", "--pod-templates");
        assertThat(templates.exitCode()).isEqualTo(3);
        assertThat(templates.err()).contains("cannot list resource \"deployments\" in API group \"apps\"");
    }

    /** Of nine kinds; a release that lacks one of them says so, which is another error. */
    @Test
    void oneCommandGrantsAllThatIsMissing() throws Exception {
        SERVER.needsRoles();
        kubectl("version", "--client");
        String[] call = {"-o", "json", "--pod-templates", "--as", "reader"};
        Cli.Run refused = audit("admin", call);
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err()).contains("403 Forbidden: cronjobs");
        grant(refused.err());
        Cli.Run granted = untilGranted("admin", call);
        assertThat(granted.exitCode()).as(granted.err()).isEqualTo(SERVER.serves("batch/v1", "CronJob") ? 1 : 3);
        assertThat(images(cluster(granted))).contains("nginx");
    }

    @Test
    void namespacesAreGrantedEachByItself() throws Exception {
        SERVER.needsRoles();
        kubectl("version", "--client");
        Cli.Run refused = audit("tenant", "-o", "json", "-n", "shop", "-n", "bank");
        assertThat(refused.exitCode()).isEqualTo(3);
        grant(refused.err());
        Cli.Run granted = untilGranted("tenant", "-o", "json", "-n", "shop", "-n", "bank");
        assertThat(images(cluster(granted))).containsExactlyInAnyOrder(CACHED, "nginx", "redis");
        Cli.Run whole = audit("tenant", "-o", "json");
        assertThat(whole.exitCode()).isEqualTo(3);
        Cli.Run some = audit("tenant", "-o", "json", "-n", "shop", "-n", "velero");
        assertThat(some.exitCode()).isEqualTo(3);
        assertThat(images(cluster(some))).containsExactlyInAnyOrder(CACHED, "nginx");
    }

    @Test
    void impersonationIsGranted() throws Exception {
        String[] call = {"-o", "json", "--as", "lister", "--as-group", "auditors"};
        Cli.Run refused = audit("viewer", call);
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err())
                .contains("User \"viewer\" cannot impersonate")
                .contains("let it impersonate with: kubectl create clusterrole audit-ecr-ptc-impersonate"
                        + " --verb=impersonate --resource=users,groups --resource-name=lister"
                        + " --resource-name=auditors && ")
                .endsWith(" --user=viewer\n");
        SERVER.needsRoles();
        kubectl("version", "--client");
        grant(refused.err());
        assertThat(images(cluster(untilGranted("viewer", call)))).contains("nginx");
        assertThat(SERVER.asked()).anyMatch(asked -> asked.user().equals("lister"));
    }

    /** The server learns of a role some time after it was made. */
    private Cli.Run untilGranted(String user, String... call) {
        Cli.Run run = audit(user, call);
        for (int tries = 0; run.err().contains("403 Forbidden") && tries < 50; tries++) {
            run = audit(user, call);
        }
        assertThat(run.err()).doesNotContain("403 Forbidden");
        return run;
    }

    /** A token that the server made itself, for an hour, for one pod's service account. */
    @Test
    void aServiceAccount() {
        SERVER.needs("v1", "ServiceAccount");
        SERVER.createAll(ShippedYaml.documents("""
                {apiVersion: v1, kind: ServiceAccount, metadata: {namespace: shop, name: auditor}}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: service-account-lists}
                rules: [{apiGroups: [''], resources: [pods], verbs: [list]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: service-account-lists}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: service-account-lists}
                subjects: [{kind: ServiceAccount, namespace: shop, name: auditor}]
                """));
        String token = SERVER.post(
                        "/api/v1/namespaces/shop/serviceaccounts/auditor/token",
                        "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\","
                                + "\"spec\":{\"audiences\":[],\"expirationSeconds\":3600}}")
                .at("/status/token")
                .asText();
        Cli.Run run = untilGranted("none", "-o", "json", "--token", token);
        assertThat(images(cluster(run))).contains("nginx");
        assertThat(SERVER.asked()).anyMatch(asked -> asked.user().equals("system:serviceaccount:shop:auditor"));
    }
}
