// An invoice. Its state is computed from its events and kept here for the lists.
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';
import type { Declaration, InvoiceState } from '../contract/states.ts';

export class Invoice extends Model<InferAttributes<Invoice>, InferCreationAttributes<Invoice>> {
  declare id: string;
  declare regieId: string;
  declare payerId: string;
  declare batchId: string;
  declare documentSha256: CreationOptional<string | null>;
  declare fileName: CreationOptional<string | null>;
  declare number: string;
  declare numberKey: string;
  declare issuedOn: string;
  declare dueOn: CreationOptional<string | null>;
  declare amountCents: number;
  declare subject: string;
  declare state: InvoiceState;
  declare directDebit: boolean;
  declare directDebitOn: CreationOptional<string | null>;
  /** The sentence that residents read; null: may be paid. */
  declare suspension: CreationOptional<string | null>;
  /** « Payée, à confirmer »; the state says what is proved. */
  declare declared: CreationOptional<Declaration | null>;
  declare createdAt: CreationOptional<Date>;

  static define(sequelize: Sequelize): void {
    Invoice.init({
      id: { type: DataTypes.TEXT, primaryKey: true },
      regieId: DataTypes.TEXT,
      payerId: DataTypes.TEXT,
      batchId: DataTypes.TEXT,
      documentSha256: DataTypes.TEXT,
      fileName: DataTypes.TEXT,
      number: DataTypes.TEXT,
      numberKey: DataTypes.TEXT,
      issuedOn: DataTypes.TEXT,
      dueOn: DataTypes.TEXT,
      amountCents: DataTypes.INTEGER,
      subject: DataTypes.TEXT,
      state: DataTypes.TEXT,
      directDebit: DataTypes.BOOLEAN,
      directDebitOn: DataTypes.TEXT,
      suspension: DataTypes.TEXT,
      declared: DataTypes.TEXT,
      createdAt: DataTypes.DATE,
    }, { sequelize, tableName: 'invoices', updatedAt: false });
  }
}
