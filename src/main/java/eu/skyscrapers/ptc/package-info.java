/**
 * The house: data walks one way, from the call to the text, and no room looks back.
 *
 * <pre>
 * argv → cli → kubeconfig → api ┐
 *               files → manifests ┴ objects ─ image uses → audit ─ result → report → text
 *                  policy ─ rules, expectations ────────────↗          └→ exit code
 * </pre>
 *
 * ArchitectureTest reads the table below and holds the code to it, so a wall is moved here and nowhere else. A room is a
 * package under this one, with all that lies below it; {@code Main} is the class.
 *
 * <pre>
 * | room         | holds                                                                              | may import                                                         |
 * |--------------|------------------------------------------------------------------------------------|--------------------------------------------------------------------|
 * | `Main`       | one line: run, then exit with its code; the only `System.exit`                     | `cli`                                                              |
 * | `cli`        | picocli command, option groups, exit codes, error words; the only standard streams | all rooms                                                          |
 * | `run`        | clusters read a few at a time, or waited for; reports into files, Pushgateway      | `api`, `audit`, `objects`, `workload`, `report`, `text`, `threads` |
 * | `kubeconfig` | which cluster, as which user: kubeconfig, credentials, trust                       | `text`                                                             |
 * | `api`        | requests to the API server: pages, watches, faults. fabric8's HTTP client          | `kubeconfig`, `objects`, `workload`                                |
 * | `aws`        | EKS tokens and clusters, the rules and images of ECR. The only AWS SDK             | `audit`, `image`, `kubeconfig`, `text`, `threads`                  |
 * | `objects`    | finds image uses in Kubernetes objects: JSON, YAML, protobuf                       | `workload`, `text`                                                 |
 * | `manifests`  | the files of `-f`, read for the audit and rewritten in place                       | `objects`, `workload`, `text`                                      |
 * | `policy`     | reads cluster definition, cache rules, expectations, baseline for the audit        | `audit`, `image`, `text`                                           |
 * | `audit`      | the judgment: classifier, verdicts, folding. No I/O, clock, locale or logging      | `image`, `workload`                                                |
 * | `workload`   | the nouns of Kubernetes as records: image use, workload, container type            | nothing of ours                                                    |
 * | `image`      | the nouns of registries: image reference, ECR registry. `java.*` only              | nothing of ours                                                    |
 * | `text`       | values with their places out of YAML and JSON, small files, suggestions            | nothing of ours                                                    |
 * | `threads`    | work done a few pieces at a time                                                   | nothing of ours                                                    |
 * | `report`     | what a report says, in `page`; one class for each output format, which draws it    | `audit`, `image`, `workload`                                       |
 * </pre>
 */
@NullMarked
package eu.skyscrapers.ptc;

import org.jspecify.annotations.NullMarked;
