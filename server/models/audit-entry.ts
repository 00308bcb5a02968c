// The journal: who did what to what. No content, no secret.
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';
import type { AuditAction } from '../domain/audit.ts';

export class AuditEntry extends Model<InferAttributes<AuditEntry>, InferCreationAttributes<AuditEntry>> {
  declare id: string;
  declare at: Date;
  declare actor: string;
  declare action: AuditAction;
  declare object: string;
  declare detail: string;
  /** From where: address block and program, in words; '' for what the portal does by itself. */
  declare place: string;
  /** Its place in the chain, without a gap; null: written by a former version, not sealed yet. */
  declare rank: CreationOptional<number | null>;
  /** Of this entry and of all before it. */
  declare seal: CreationOptional<string | null>;

  static define(sequelize: Sequelize): void {
    AuditEntry.init({
      id: { type: DataTypes.TEXT, primaryKey: true },
      at: DataTypes.DATE,
      actor: DataTypes.TEXT,
      action: DataTypes.TEXT,
      object: DataTypes.TEXT,
      detail: DataTypes.TEXT,
      place: DataTypes.TEXT,
      rank: DataTypes.INTEGER,
      seal: DataTypes.TEXT,
    }, { sequelize, tableName: 'audit_entries', timestamps: false });
  }
}
