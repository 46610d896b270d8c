# A formula for a Homebrew tap: .github/scripts/release.sh fills it in, with a block for each platform.
class AuditEcrPtc < Formula
  desc "Audit a cluster's images against an Amazon ECR pull-through cache"
  homepage "https://github.com/@REPOSITORY@"
  version "@VERSION@"
  license "Apache-2.0"

  #@PLATFORMS@

  preserve_rpath

  def install
    rm Dir["bin/*.cmd"]
    bash_completion.install "share/bash-completion/completions/audit-ecr-ptc"
    fish_completion.install "share/fish/vendor_completions.d/audit-ecr-ptc.fish"
    zsh_completion.install "share/zsh/site-functions/_audit-ecr-ptc"
    man1.install Dir["share/man/man1/*"]
    libexec.install "bin", "lib", "runtime"
    bin.install_symlink Dir["#{libexec}/bin/*"]
  end

  test do
    assert_equal "audit-ecr-ptc #{version}", shell_output("#{bin}/audit-ecr-ptc --version").strip
    (testpath/"pod.yaml").write <<~YAML
      apiVersion: v1
      kind: Pod
      metadata:
        name: web
      spec:
        containers:
          - name: web
            image: nginx:1.29
    YAML
    report = shell_output("#{bin}/audit-ecr-ptc 123456789012.dkr.ecr.eu-west-1.amazonaws.com -f pod.yaml", 1)
    assert_match "FAILED", report
  end
end
