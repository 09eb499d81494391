# The recipes are in scripts/; each installs what it needs and is missing.
SHELL := /bin/bash
# A shell that has not logged in does not know where rustup put cargo.
export PATH := $(PATH):$(HOME)/.cargo/bin

LISTEN := $(or $(MOCGIOI_LISTEN),127.0.0.1:8080)
DATABASE := $(or $(MOCGIOI_DATABASE_URL),sqlite:var/mocgioi.db)

.DEFAULT_GOAL := help
.PHONY: help run test proof bench clean-db

help: ## Các lệnh · this list
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | awk -F'|' '{ printf "  make %-10s %s\n", $$1, $$2 }'

run: ## Chạy máy chủ với dữ liệu mẫu · build, load the seeds, serve (LISTEN=… DATABASE=…)
	@scripts/install-build-needs
	cargo build --release --locked
	@mkdir -p var
	@exec "$${CARGO_TARGET_DIR:-target}/release/mocgioi" serve --listen '$(LISTEN)' --database '$(DATABASE)' --load-seeds --demo

test: ## Mọi phép thử, SQLite và PostgreSQL · every check and test, on both engines
	@scripts/test

proof: ## Các phép thử dài · the long proofs and the dependency policy
	@scripts/proof

bench: ## Đo tốc độ ghi và đọc, so với nginx · the rates of writes and reads, beside nginx
	@scripts/bench

clean-db: ## Xoá dữ liệu của `make run` (var/) · remove the database of `make run`
	rm -rf var
